import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { describeError, HarnessError } from "../base/errors.ts";
import { openJournal } from "./journal.ts";
import { ownProcess } from "./process-table.ts";
import type { RunPaths } from "./run-paths.ts";

/**
 * Creates a run's folder and writes its journal before anything else, because `sweep` relies on the journal if
 * lokiproof is killed at any later moment.
 */
export async function makeRunRoot(paths: RunPaths): Promise<void> {
  await mkdir(dirname(paths.root), { recursive: true, mode: 0o700 });
  await mkdir(paths.root, { mode: 0o700 }).catch((cause: unknown) => {
    throw new HarnessError(`${paths.root} could not be made: ${describeError(cause)}`, {
      code: "NO_RUN_FOLDER",
      hint: "lokiproof status",
      cause,
    });
  });
  openJournal(paths.journal).write({ kind: "owner", ...ownProcess() });
}
