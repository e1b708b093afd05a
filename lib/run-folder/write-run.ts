import { join } from "node:path";
import { appendJsonLines, writeWholeJson } from "../output/write-whole.ts";
import type { JsonFile, LinesFile } from "./run-files.ts";

/** Writes a JSON file of a run atomically, so that a killed run leaves no incomplete record. */
export async function writeRecord<T>(runDir: string, { path }: JsonFile<T>, value: T): Promise<void> {
  await writeWholeJson(join(runDir, path), value);
}

/** Appends values to a file of a run that has one JSON value per line. */
export async function appendLines<T>(
  runDir: string,
  { path }: LinesFile<T>,
  values: readonly T[],
): Promise<void> {
  await appendJsonLines(join(runDir, path), values);
}
