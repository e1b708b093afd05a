import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { describeError } from "../base/errors.ts";
import { unknown } from "./unknown.ts";

/** Set by the judge for the process that runs the suites: the run's folder. */
export const runDirVariable = "LOKIPROOF_RUN_DIR";

/** The folder of the run being judged. Throws UnknownError outside of a judge's process. */
export function runDir(): string {
  return process.env[runDirVariable] ?? unknown(`no run to judge: ${runDirVariable} is not set`);
}

/** Reads and parses one JSON file of the run; throws UnknownError with the file and what is wrong with it. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T {
  return parseAs(file, parseJson(file, readText(file)), schema);
}

/** Reads a file of one JSON value a line; a bad line, or no line at all, is an UnknownError. */
export function readJsonLines<T>(file: string, schema: z.ZodType<T>): readonly T[] {
  const lines = readText(file)
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (lines.length === 0) unknown(`${file} is empty: expected one record a line`);
  return lines.map((line, index) => {
    const where = `${file}:${index + 1}`;
    return parseAs(where, parseJson(where, line), schema);
  });
}

/** Parses an outside value; throws UnknownError that names `where` and every problem's path. */
export function parseAs<T>(where: string, value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? parsed.data
    : unknown(`${where} is not what was expected: ${problems(parsed.error)}`);
}

function readText(file: string): string {
  try {
    return readFileSync(join(runDir(), file), "utf8");
  } catch (error) {
    return unknown(`${file} could not be read: ${describeError(error)}`);
  }
}

function parseJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return unknown(`${where} is not whole JSON: ${describeError(error)}`);
  }
}

function problems(error: z.ZodError): string {
  const shown = error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.message}`);
  const more = error.issues.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}
