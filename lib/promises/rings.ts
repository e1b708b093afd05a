import { settingAt } from "../base/json.ts";
import { sharesRate } from "./ingestion.ts";
import type { PlannedLoki } from "./planned-loki.ts";

export type RingName =
  | "ingester"
  | "distributor"
  | "compactor"
  | "ruler"
  | "query-scheduler"
  | "index-gateway"
  | "pattern-ingester";

type Planned = Pick<PlannedLoki, "config" | "replicas">;

/**
 * Reports whether Loki keeps a ring of a component (pkg/loki/modules.go, 3.7.8). A component that does not run has no
 * ring, and some rings exist only if the config enables them.
 */
export function hasRing(plan: Planned, name: RingName): boolean {
  return plan.replicas[name] > 0 && asksFor[name](plan);
}

const asksFor: Readonly<Record<RingName, (plan: Planned) => boolean>> = {
  ingester: () => true,
  // Distributors use their ring to count each other and divide a tenant's rate. If they do not share the rate, they
  // keep no ring (pkg/distributor/distributor.go, New, 3.7.8).
  distributor: sharesRate,
  compactor: () => true,
  ruler: ({ config }) => settingAt(config, ["ruler", "enable_sharding"]) === true,
  "query-scheduler": ({ config }) => settingAt(config, ["query_scheduler", "use_scheduler_ring"]) === true,
  "index-gateway": ({ config }) => settingAt(config, ["index_gateway", "mode"]) === "ring",
  // Without `pattern_ingester.enabled` the pattern ingester does not start (modules.go, initPatternIngester, 3.7.8).
  "pattern-ingester": ({ config }) => settingAt(config, ["pattern_ingester", "enabled"]) === true,
};
