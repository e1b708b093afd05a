import type { z } from "zod";
import { parseAs as parseStrictly, readLinesStrictly, readStrictly } from "../run-folder/read-strictly.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import type { JsonFile, LinesFile } from "../run-folder/run-files.ts";
import { noteRead } from "./noted-reads.ts";
import { unknown } from "./unknown.ts";

/** The environment variable in which the judge passes the run's folder to the process that runs the suites. */
export const runDirVariable = "LOKIPROOF_RUN_DIR";

/** Reads a JSON file of the run that is being judged. Throws UnknownError that names the file and the problem. */
export function readJson<T>(file: JsonFile<T>): T {
  noteRead(file.path);
  return orUnknown(() => readStrictly(runDir(), file));
}

/**
 * Reads a JSON Lines file of the run that is being judged. Throws UnknownError for a bad line or for a file without
 * lines.
 */
export function readLines<T>(file: LinesFile<T>): readonly T[] {
  noteRead(file.path);
  const lines = orUnknown(() => readLinesStrictly(runDir(), file));
  if (lines.length === 0) unknown(`${file.path} is empty: expected one record a line`);
  return lines;
}

/** Parses the data of a probe's record. Throws UnknownError that names `where` and the path of every problem. */
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
