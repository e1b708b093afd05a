import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { cleanJson, cleanText } from "./clean.ts";

/** For the user alone; `--world-readable` opens a finished run. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

/** Writes clean text whole or not at all, so that a killed process leaves no half file. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await writeCleaned(file, cleanText(text));
}

/** The same for one JSON value, of which nothing but secrets is lost. */
export async function writeWholeJson(file: string, value: unknown, indent = 1): Promise<void> {
  await writeCleaned(file, `${cleanJson(value, indent)}\n`);
}

/** Adds one JSON value a line. */
export async function appendJsonLines(file: string, values: Iterable<unknown>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder });
  const lines = Array.from(values, (value) => `${cleanJson(value)}\n`);
  await appendFile(file, lines.join(""), { mode: privateFile });
}

/** `text` is clean already. */
async function writeCleaned(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder });
  await writeFile(`${file}.part`, text, { mode: privateFile });
  await rename(`${file}.part`, file);
}
