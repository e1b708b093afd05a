import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describeError, usageError } from "../base/errors.ts";
import type { Plan } from "../plan/plan.ts";
import { runFiles, runFolders } from "./run-files.ts";
import { writeRecord } from "./write-run.ts";

/** Creates `<outDir>/<runId>/records` and writes plan.json into the run's folder. Returns the path of that folder. */
export async function createRunFolder(outDir: string, plan: Plan): Promise<string> {
  const dir = join(outDir, plan.runId);
  try {
    await mkdir(join(dir, runFolders.records), { recursive: true });
    await writeRecord(dir, runFiles.plan, plan);
  } catch (error) {
    await rm(dir, { recursive: true, force: true }).catch(() => undefined);
    throw usageError(`cannot make the run's folder ${dir}: ${describeError(error)}`, {
      code: "NO_RUN_FOLDER",
      hint: "choose another with --out DIR",
      cause: error,
    });
  }
  return dir;
}
