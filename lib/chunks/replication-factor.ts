import { settingAt } from "../loki/running-config.ts";
import type { Plan } from "../scenario/plan.ts";

const lokiDefault = 3;

/** Ingesters that the plan wants each entry to be on. */
export function replicationFactor(plan: Plan): number {
  const common = settingAt(plan.config, ["common", "replication_factor"]);
  const own = settingAt(plan.config, ["ingester", "lifecycler", "ring", "replication_factor"]);
  const said = typeof own === "number" ? own : common;
  return typeof said === "number" ? said : lokiDefault;
}
