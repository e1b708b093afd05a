import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { cleanJson, cleanText } from "./clean.ts";

/** Modes of files and folders that only the user can access. `--world-readable` opens a finished run to everybody. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

/** Writes cleaned text to a file atomically, so that a killed process leaves no partial file. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await writeCleaned(file, cleanText(text));
}

/** Writes a value to a file as JSON, atomically. Only its secrets are removed. */
export async function writeWholeJson(file: string, value: unknown, indent = 1): Promise<void> {
  await writeCleaned(file, `${cleanJson(value, indent)}\n`);
}

/** Appends each value to a file as one line of JSON, without secrets. */
export async function appendJsonLines(file: string, values: Iterable<unknown>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder });
  const lines = Array.from(values, (value) => `${cleanJson(value)}\n`);
  await appendFile(file, lines.join(""), { mode: privateFile });
}

/** Writes text that is already clean. It goes to a temporary file first, which is then renamed. */
async function writeCleaned(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolder });
  await writeFile(`${file}.part`, text, { mode: privateFile });
  await rename(`${file}.part`, file);
}
