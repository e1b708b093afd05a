import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describeError, usageError } from "../base/errors.ts";
import type { Plan } from "../scenario/plan.ts";

/** Makes `<outDir>/<runId>/records` and writes plan.json into it; returns the run's folder. */
export async function createRunFolder(outDir: string, plan: Plan): Promise<string> {
  const dir = join(outDir, plan.runId);
  try {
    await mkdir(join(dir, "records"), { recursive: true });
  } catch (error) {
    throw usageError(`cannot make the run's folder ${dir}: ${describeError(error)}`, {
      code: "NO_RUN_FOLDER",
      hint: "choose another with --out DIR",
      cause: error,
    });
  }
  await writeJson(join(dir, "plan.json"), plan);
  return dir;
}

/** Writes whole or not at all, so that a killed run leaves no half record. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeText(file, `${JSON.stringify(value, null, 1)}\n`);
}

/** The same for text. */
export async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
