import { describeError, exitCodes, HarnessError } from "../base/errors.ts";

const fullCodes = new Set(["ENOSPC", "EDQUOT"]);
const deniedCodes = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR"]);
/** SQLite's messages when it cannot write the lock file (https://www.sqlite.org/rescode.html). */
const deniedWords = /unable to open database file|attempt to write a readonly database/;
/** Messages about a full disk: those of the kernel, which go, tar and SQLite repeat, and those of unzip. */
const fullWords = /no space left on device|disk quota exceeded|disk is full|disk full/i;

/** Reports whether a message of a program or the kernel is about a full disk. */
export function saysDiskFull(text: string): boolean {
  return fullWords.test(text);
}

/**
 * Turns a storage error into a HarnessError with a hint; returns other errors unchanged. `doing` names the failed
 * action: "building loki 3.7.8".
 */
export function explainStorage(error: unknown, doing: string, toolsDir: string): unknown {
  if (error instanceof HarnessError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (fullCodes.has(code) || saysDiskFull(describeError(error))) return diskFull(doing, toolsDir, error);
  if (!deniedCodes.has(code) && !deniedWords.test(describeError(error))) return error;
  return new HarnessError(`${doing}: ${toolsDir} cannot be written: ${describeError(error)}`, {
    code: "CACHE_UNWRITABLE",
    exitCode: exitCodes.usage,
    hint: "XDG_CACHE_HOME=<a folder of yours> lokiproof tools",
    cause: error,
  });
}

export function diskFull(doing: string, toolsDir: string, cause?: unknown): HarnessError {
  return new HarnessError(`${doing}: the disk is full (tools are kept in ${toolsDir})`, {
    code: "DISK_FULL",
    exitCode: exitCodes.usage,
    hint:
      "lokiproof doctor   # shows free space; free some (go clean -cache), or set XDG_CACHE_HOME, GOCACHE, " +
      "GOMODCACHE to a larger disk, then: lokiproof tools",
    cause,
  });
}
