import { settingAt } from "../base/json.ts";
import type { PlannedConfig, PlannedLoki } from "./planned-loki.ts";

const lokiDefault = 3;

export interface Replication {
  /** Ingesters that the config wants each stream to be on. */
  readonly factor: number;
  /** Ingesters that a stream is on: no more than there are. */
  readonly copies: number;
  /** Copies that must take a push in for it to be acknowledged (dskit, ring/replication_strategy.go). */
  readonly quorum: number;
}

export function replicationOf(plan: Pick<PlannedLoki, "config" | "replicas">): Replication {
  const factor = replicationFactor(plan);
  return { factor, copies: Math.min(factor, plan.replicas.ingester), quorum: Math.floor(factor / 2) + 1 };
}

/**
 * The ingesters' own setting wins over `common`: Loki copies `common.replication_factor` to the ingesters' ring, then
 * reads the file a second time over it (pkg/loki/config_wrapper.go, applyIngesterReplicationFactor, and
 * pkg/util/cfg/dynamic.go; 3.5.7 and 3.7.8).
 */
function replicationFactor({ config }: PlannedConfig): number {
  const own = settingAt(config, ["ingester", "lifecycler", "ring", "replication_factor"]);
  const common = settingAt(config, ["common", "replication_factor"]);
  if (typeof own === "number") return own;
  return typeof common === "number" ? common : lokiDefault;
}
