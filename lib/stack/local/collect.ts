import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { secrets } from "../../output/secret-registry.ts";
import { writeWhole } from "../../output/write-whole.ts";
import type { RunPaths } from "../run-paths.ts";
import type { StackState } from "./stack-state.ts";

/**
 * Copies logs and effective configs into `dir` (logs/, configs/). None should contain credentials, but each copied file
 * is searched for them, and any secret found is replaced.
 */
export async function collectEvidence(state: StackState, paths: RunPaths, dir: string): Promise<void> {
  for (const { secretAccessKey } of Object.values(state.credentials)) secrets.add(secretAccessKey);
  for (const [from, to] of [
    [paths.logs, join(dir, "logs")],
    [paths.configs, join(dir, "configs")],
  ] as const) {
    for (const file of readdirSync(from)) await copyClean(join(from, file), join(to, file));
  }
  await copyClean(paths.overrides, join(dir, "configs", "overrides.yaml"));
}

async function copyClean(from: string, to: string): Promise<void> {
  await writeWhole(to, await readFile(from, "utf8"));
}
