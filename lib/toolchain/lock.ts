import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { wallClock } from "../base/clock.ts";

const retryEveryMs = 200;
/** SQLite's error code for a locked database: https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once if another holder of the lock makes this caller wait. */
  readonly onWait: () => void;
}

/**
 * Runs `work` while no other process, and no other caller in this process, runs under the same lock file. SQLite's
 * exclusive lock is a kernel lock: it ends with its holder, even after kill -9, so a lock is never stale. The empty
 * lock file is never deleted, because deleting it while it is in use would let two callers in.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  using lock = new DatabaseSync(file, { timeout: 0 });
  let waited = false;
  while (!tryLock(lock)) {
    if (!waited) options.onWait();
    waited = true;
    await wallClock.sleep(retryEveryMs, options.signal);
  }
  options.signal.throwIfAborted();
  return await work();
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return false;
    throw error;
  }
}
