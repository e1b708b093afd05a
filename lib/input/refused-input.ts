import type { Stats } from "node:fs";
import { describeError, HarnessError, usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";

interface Role {
  readonly what: string;
  readonly hint?: string | undefined;
}

export function emptyPath(what: string): HarnessError {
  return usageError(`no file is named for the ${what}: its path is empty`, {
    code: "NO_FILE",
    hint: "name a file; a shell variable that is not set leaves an empty path",
  });
}

export function tooLarge(file: string, { what }: Role, limit: number): HarnessError {
  const mib = limit / 1024 / 1024;
  return usageError(
    `the ${what} ${file} is larger than ${mib} MiB, the most that lokiproof reads of such a file`,
    {
      code: "FILE_TOO_LARGE",
      hint: shell`check that it is the right file: ls -l ${file}`,
    },
  );
}

export function tooSlow(file: string, { what }: Role): HarnessError {
  return usageError(
    `reading the ${what} ${file} timed out: its disk does not answer, or the process that writes to it is stuck`,
    {
      code: "FILE_TOO_SLOW",
      hint: "copy it to a local file, and name that",
    },
  );
}

export function notAFile(stats: Stats, file: string, { what }: Role): HarnessError {
  const is = stats.isDirectory() ? "a folder" : "a device";
  return usageError(`the ${what} ${file} is ${is}, not a file`, {
    code: "NOT_A_FILE",
    hint: stats.isDirectory() ? shell`name a file in it: ls ${file}` : "name a file",
  });
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is a file, not a folder",
  EAGAIN: "it has nothing to read now, as a device or a pipe may",
  EACCES: "it may not be read by this user",
  EPERM: "it may not be read by this user",
  ELOOP: "its symbolic links lead in a circle",
  ENAMETOOLONG: "its path is too long",
  ENXIO: "it is a socket, or a device that is not there",
  ERR_INVALID_ARG_VALUE: "its path holds a NUL character",
};

/** Turns a file system error into a usageError with one sentence as its message; returns a HarnessError unchanged. */
export function describeRefusal(error: unknown, file: string, { what, hint }: Role): unknown {
  if (error instanceof HarnessError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return usageError(`cannot read the ${what} ${file}: ${sentences[code] ?? describeError(error)}`, {
    code: "NO_FILE",
    hint: hint ?? "check the path: it is taken relative to the folder in which lokiproof runs",
    cause: error,
  });
}
