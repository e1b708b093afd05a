import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { wallClock } from "../base/clock.ts";

const retryEveryMs = 200;
/** https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once, when somebody else holds the lock. */
  readonly onWait: () => void;
}

/**
 * Does `work` while no other process (nor other caller in this one) does work under the same lock file. SQLite's
 * exclusive lock is the kernel's: it goes with its holder, also after kill -9, so no lock is ever stale and none needs
 * to be taken over. The file stays behind, empty; removing it while it is in use would let two in.
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
