import { readdirSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunPaths } from "../run-paths.ts";
import type { StackState } from "./stack-state.ts";

/**
 * Copies logs and effective configs into `dir` (logs/, configs/). Credentials are in neither by construction; every
 * copied file is searched for them all the same, and a secret that is found is replaced.
 */
export async function collectEvidence(state: StackState, paths: RunPaths, dir: string): Promise<void> {
  const secrets = Object.values(state.credentials).map(({ secretAccessKey }) => secretAccessKey);
  for (const [from, to] of [
    [paths.logs, join(dir, "logs")],
    [paths.configs, join(dir, "configs")],
  ] as const) {
    await mkdir(to, { recursive: true });
    for (const file of readdirSync(from)) await copyRedacted(join(from, file), join(to, file), secrets);
  }
  await copyRedacted(paths.overrides, join(dir, "configs", "overrides.yaml"), secrets);
}

async function copyRedacted(from: string, to: string, secrets: readonly string[]): Promise<void> {
  const text = await readFile(from, "latin1");
  if (!secrets.some((secret) => text.includes(secret))) return await copyFile(from, to);
  const clean = secrets.reduce((left, secret) => left.replaceAll(secret, "<redacted>"), text);
  await writeFile(to, clean, "latin1");
}
