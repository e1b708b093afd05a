import type { z } from "zod";
import { describeError } from "../base/errors.ts";
import { readText } from "./read-text.ts";
import { RunFileError } from "./run-file-error.ts";
import type { JsonFile, LinesFile } from "./run-files.ts";

/**
 * Reads a JSON file of a run. Throws RunFileError with the file and each problem if the file does not match its schema.
 */
export function readStrictly<T>(runDir: string, { path, form }: JsonFile<T>): T {
  return parseAs(path, parseJson(path, readText(runDir, path)), form);
}

/**
 * Reads a file of a run with one JSON value per line. A truncated line is an error like each invalid line, even at the
 * end. Such a line means that the run was killed while writing, or that the file was truncated later, so it is unknown
 * what is missing.
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

/**
 * Reads a file of a run that is still in progress, like readLinesStrictly, but returns no lines if the file is missing.
 */
export function readLinesSoFar<T>(runDir: string, file: LinesFile<T>): readonly T[] {
  try {
    return readLinesStrictly(runDir, file);
  } catch (error) {
    if (error instanceof RunFileError && error.absent) return [];
    throw error;
  }
}

/** Parses untrusted data. Throws RunFileError that names `where` and the path of every problem. */
export function parseAs<T>(where: string, value: unknown, form: z.ZodType<T>): T {
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  const other = otherVersion(value, parsed.error);
  throw new RunFileError(where, other ?? `it is not what was expected: ${problems(parsed.error)}`);
}

/**
 * Returns a message if the file has another schema version; otherwise undefined. The file's other problems would
 * mislead, because another version matches this schema only by chance.
 */
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
