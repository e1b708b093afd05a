import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { JsonFile, LinesFile } from "./run-files.ts";

/** Writes a JSON file of a run, in full or not at all: a killed run leaves no half record. */
export async function writeRecord<T>(runDir: string, { path }: JsonFile<T>, value: T): Promise<void> {
  await writeJson(join(runDir, path), value);
}

/** Appends values to a file of a run that has one JSON value a line. */
export async function appendLines<T>(
  runDir: string,
  { path }: LinesFile<T>,
  values: readonly T[],
): Promise<void> {
  const file = join(runDir, path);
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, values.map((value) => `${JSON.stringify(value)}\n`).join(""));
}

/** Writes a file of indented JSON in full or not at all. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeText(file, `${JSON.stringify(value, null, 1)}\n`);
}

/** Writes a text file in full or not at all. */
export async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
