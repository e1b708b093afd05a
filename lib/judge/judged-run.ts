import type { z } from "zod";
import { parseAs as parseStrictly, readLinesStrictly, readStrictly } from "../run-folder/read-strictly.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import type { JsonFile, LinesFile } from "../run-folder/run-files.ts";
import { noteRead } from "./noted-reads.ts";
import { unknown } from "./unknown.ts";

/** Set by the judge for the process that runs the suites: the run's folder. */
export const runDirVariable = "LOKIPROOF_RUN_DIR";

/** Reads a JSON file of the run that is judged; throws UnknownError with the file and what is wrong with it. */
export function readJson<T>(file: JsonFile<T>): T {
  noteRead(file.path);
  return orUnknown(() => readStrictly(runDir(), file));
}

/** Reads a file of one JSON value a line; throws UnknownError for a bad line, and for a file without lines. */
export function readLines<T>(file: LinesFile<T>): readonly T[] {
  noteRead(file.path);
  const lines = orUnknown(() => readLinesStrictly(runDir(), file));
  if (lines.length === 0) unknown(`${file.path} is empty: expected one record a line`);
  return lines;
}

/** Parses the data of a record; throws UnknownError that names `where` and every problem's path. */
export function parseAs<T>(where: string, value: unknown, form: z.ZodType<T>): T {
  return orUnknown(() => parseStrictly(where, value, form));
}

function runDir(): string {
  return process.env[runDirVariable] ?? unknown(`no run to judge: ${runDirVariable} is not set`);
}

function orUnknown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RunFileError) unknown(error.message);
    throw error;
  }
}
