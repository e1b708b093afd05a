import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { type JsonObject, layer } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import { keepHarmlessOverrides } from "../../settings/keep-harmless.ts";
import { lokiBucket } from "../minio-users.ts";
import type { RunPaths } from "../run-paths.ts";
import { lokiConfig, storeReaderConfig } from "./loki-config.ts";
import { nginxConfig } from "./nginx-config.ts";
import { configPath, dataDir } from "./process-specs.ts";
import type { Surroundings } from "./safety-config.ts";
import type { StackState } from "./stack-state.ts";
import type { LokiProcess } from "./topology.ts";

/**
 * A function that changes one process's config after the safety layer. Only tests use it, to prove that forbidden
 * settings are detected; no flag or file sets it.
 */
export type BypassSafety = (loki: LokiProcess, config: JsonObject) => JsonObject;

/** Writes every config of a stack and creates the folders that its processes need. */
export async function writeConfigs(
  state: StackState,
  paths: RunPaths,
  bypassSafety: BypassSafety = (_, config) => config,
): Promise<void> {
  const { plan, topology } = state;
  await writeOverrides(paths, brokenOverrides(plan));
  const gateway = join(paths.data, "nginx");
  for (const dir of [gateway, join(paths.data, "minio")]) await mkdir(dir, { recursive: true, mode: 0o700 });
  const logs = {
    errorLog: join(paths.logs, "gateway.log"),
    accessLog: join(paths.logs, "gateway-access.log"),
  };
  await writeFile(
    join(paths.configs, "gateway.conf"),
    nginxConfig(plan, topology, { dir: gateway, ...logs }),
  );
  for (const loki of topology.lokis)
    await writeLoki(
      loki,
      paths,
      bypassSafety(loki, lokiConfig(loki, plan, surroundingsOf(loki, state, paths))),
    );
  const reader = topology.storeReader;
  await writeLoki(reader, paths, storeReaderConfig(reader, plan, surroundingsOf(reader, state, paths)));
}

/**
 * Returns the plan's overrides with those of its breakage (a deliberate fault) applied on top. A tenant that the
 * breakage sets to null is removed.
 */
export function brokenOverrides({ overrides, breakage }: Pick<Plan, "overrides" | "breakage">): JsonObject {
  return layer(overrides, breakage?.overrides ?? {});
}

async function writeLoki(loki: LokiProcess, paths: RunPaths, config: JsonObject): Promise<void> {
  await mkdir(dataDir(loki, paths), { recursive: true, mode: 0o700 });
  await writeFile(configPath(loki, paths), stringify(config), { mode: 0o600 });
}

/**
 * Replaces the runtime overrides file atomically, because Loki reads it every two seconds and must never see an
 * incomplete file. The file contains only harmless limits (lib/settings).
 */
export async function writeOverrides(paths: RunPaths, overrides: JsonObject): Promise<void> {
  await writeFile(`${paths.overrides}.new`, textOf(overrides), { mode: 0o600 });
  await rename(`${paths.overrides}.new`, paths.overrides);
}

/** Returns the text of the runtime overrides file with which a stack of this plan starts. */
export function overridesText(plan: Plan): string {
  return textOf(brokenOverrides(plan));
}

function textOf(overrides: JsonObject): string {
  return stringify({ overrides: keepHarmlessOverrides(overrides).config });
}

export function surroundingsOf(
  loki: LokiProcess,
  state: Pick<StackState, "plan" | "topology">,
  paths: RunPaths,
): Surroundings {
  return {
    runId: state.plan.runId,
    topology: state.topology,
    bucket: lokiBucket(state.plan),
    overridesFile: paths.overrides,
    dataDir: dataDir(loki, paths),
    indexGatewayAddress: state.plan.breakage?.indexGatewayAddress ?? "list",
  };
}
