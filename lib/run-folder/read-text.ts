import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { describeError } from "../base/errors.ts";
import { RunFileError } from "./run-file-error.ts";

/**
 * Maximum size of a text file of a run in bytes, below V8's limit of 512 MiB for a string. An hour of 100 pushes per
 * second leaves about 100 MB.
 */
const maxBytes = 400_000_000;

/**
 * Reads a text file of a run. Throws RunFileError if the file is missing, unreadable or larger than `maxBytes`. Also
 * refuses everything except a regular file (reading a pipe would never end), and a symbolic link (evidence must be in
 * the run's own folder).
 */
export function readText(runDir: string, path: string): string {
  const file = join(runDir, path);
  try {
    const inPlace = realpathSync(file) === join(realpathSync(runDir), path);
    const { size, isRegular } = examine(file);
    if (!inPlace) throw new RunFileError(path, "it is a symbolic link, or in a folder that is one");
    if (!isRegular) throw new RunFileError(path, "it is not a regular file");
    if (size > maxBytes) {
      throw new RunFileError(path, `it has ${size} bytes; lokiproof reads at most ${maxBytes}`);
    }
    return readFileSync(file, "utf8");
  } catch (error) {
    throw error instanceof RunFileError ? error : unreadable(path, error);
  }
}

function examine(file: string): { readonly size: number; readonly isRegular: boolean } {
  const found = statSync(file);
  return { size: found.size, isRegular: found.isFile() };
}

const whys: Readonly<Record<string, string>> = {
  ENOENT: "it is missing",
  ENOTDIR: "it is missing",
  EACCES: "this user may not read it",
};

function unreadable(path: string, error: unknown): RunFileError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = whys[code] ?? `it could not be read: ${describeError(error)}`;
  return new RunFileError(path, why, { absent: code === "ENOENT" || code === "ENOTDIR" });
}
