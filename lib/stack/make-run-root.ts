import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { describeError, HarnessError } from "../base/errors.ts";
import { openJournal } from "./journal.ts";
import { ownProcess } from "./process-table.ts";
import type { RunPaths } from "./run-paths.ts";

/** The journal is first: it is what `sweep` goes by, should we be killed at any moment from here on. */
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
