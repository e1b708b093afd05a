import type { z } from "zod";
import { describeError } from "../base/errors.ts";
import { readText } from "./read-text.ts";
import { RunFileError } from "./run-file-error.ts";
import type { JsonFile, LinesFile } from "./run-files.ts";

/** Reads a JSON file of a run. Throws RunFileError with the file and each problem if it is not exactly as its schema says. */
export function readStrictly<T>(runDir: string, { path, form }: JsonFile<T>): T {
  return parseAs(path, parseJson(path, readText(runDir, path)), form);
}

/**
 * Reads a file of one JSON value a line. A line that was cut off, the last one too, is an error as any other bad line
 * is: the run was killed while it wrote, or the file was truncated later, so that nobody knows what is missing.
 */
export function readLinesStrictly<T>(runDir: string, { path, line: form }: LinesFile<T>): readonly T[] {
  const text = readText(runDir, path);
  if (text !== "" && !text.endsWith("\n")) throw new RunFileError(path, "its last line is cut off");
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    const where = `${path}:${index + 1}`;
    return parseAs(where, parseJson(where, line), form);
  });
}

/** Like readLinesStrictly, but a file that is missing has no lines: for a run that is still at work. */
export function readLinesSoFar<T>(runDir: string, file: LinesFile<T>): readonly T[] {
  try {
    return readLinesStrictly(runDir, file);
  } catch (error) {
    if (error instanceof RunFileError && error.absent) return [];
    throw error;
  }
}

/** Parses an outside value. Throws RunFileError that names `where` and the path of every problem. */
export function parseAs<T>(where: string, value: unknown, form: z.ZodType<T>): T {
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  const other = otherVersion(value, parsed.error);
  throw new RunFileError(where, other ?? `it is not what was expected: ${problems(parsed.error)}`);
}

/** A file of another version is like this one only by chance: its other problems would mislead. */
function otherVersion(value: unknown, { issues }: z.ZodError): string | undefined {
  const issue = issues.find(({ path }) => path.length === 1 && /^(schemaV|v)ersion$/.test(String(path[0])));
  if (issue === undefined || typeof value !== "object" || value === null) return undefined;
  const got: unknown = Reflect.get(value, String(issue.path[0]));
  if (got === undefined) return undefined;
  return `it is of another version than this lokiproof reads (version ${JSON.stringify(got)}: ${issue.message})`;
}

function parseJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RunFileError(where, `it is not complete JSON: ${describeError(error)}`);
  }
}

function problems(error: z.ZodError): string {
  const shown = error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`);
  const more = error.issues.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}
