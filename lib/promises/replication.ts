import { settingAt } from "../base/json.ts";
import type { PlannedConfig, PlannedLoki } from "./planned-loki.ts";

const lokiDefault = 3;

export interface Replication {
  /** The number of ingesters that should have each stream. It is the configured replication factor. */
  readonly factor: number;
  /** The number of ingesters that actually have each stream. It cannot exceed the number of ingesters. */
  readonly copies: number;
  /** The number of ingesters that must store a push before it is acknowledged (dskit, ring/replication_strategy.go). */
  readonly quorum: number;
}

export function replicationOf(plan: Pick<PlannedLoki, "config" | "replicas">): Replication {
  const factor = replicationFactor(plan);
  return { factor, copies: Math.min(factor, plan.replicas.ingester), quorum: Math.floor(factor / 2) + 1 };
}

/**
 * Returns the configured replication factor. The ingesters' own setting wins over `common`: Loki copies
 * `common.replication_factor` to the ingesters' ring, then applies the config file again on top
 * (pkg/loki/config_wrapper.go, applyIngesterReplicationFactor, and pkg/util/cfg/dynamic.go; 3.5.7 and 3.7.8).
 */
function replicationFactor({ config }: PlannedConfig): number {
  const own = settingAt(config, ["ingester", "lifecycler", "ring", "replication_factor"]);
  const common = settingAt(config, ["common", "replication_factor"]);
  if (typeof own === "number") return own;
  return typeof common === "number" ? common : lokiDefault;
}
