import { settingAt } from "../base/json.ts";
import { readableAgesMs } from "./ingester-memory.ts";
import { isOn, plainTenant } from "./limits.ts";
import { showsTenantLimits } from "./limits-shown.ts";
import type { PlannedLoki } from "./planned-loki.ts";
import { querySettings } from "./query-settings.ts";
import { retentionIsOn } from "./retention.ts";
import { isSingleTenant, singleTenantName } from "./tenancy.ts";

/** A feature that the plan switches off, and the checks that are skipped because of it. */
export interface SwitchedOff {
  /** The full path of the setting that switches the feature off. */
  readonly setting: string;
  /** The reason why the feature's checks are skipped, as one sentence for the user. */
  readonly why: string;
  /** The ids of the checks that are skipped because the feature is off. A `*` at the end matches any suffix. */
  readonly checks: readonly string[];
  /**
   * The path of a setting in the plan that the user of an existing Loki must have stated. If the setting was only read
   * from the cluster, the feature's checks end as unknown instead of being skipped.
   */
  readonly intent?: string;
  /**
   * True if the feature's checks still run. They judge everything except the feature, and skip that part themselves.
   */
  readonly judgedInPart?: boolean;
}

interface Feature extends SwitchedOff {
  readonly isOff: (plan: PlannedLoki) => boolean;
}

/** Checks that need a dedicated lokiproof tenant with limits small enough to reach. */
const ownLimits = [
  "limits.ingestion-*",
  "limits.line-size",
  "limits.label-*",
  "limits.timestamps",
  "limits.stream-*",
  "limits.query-*",
  "limits.discards",
  "limits.runtime-change",
  "routing.shards",
];

const features: readonly Feature[] = [
  {
    setting: "auth_enabled: false",
    why: `Loki has the one tenant "${singleTenantName}" for everybody: there is nothing to isolate`,
    checks: ["isolation.*"],
    intent: "config.auth_enabled",
    isOff: isSingleTenant,
  },
  {
    setting: "auth_enabled: false",
    why: "the one tenant has the limits of everybody: none of lokiproof's own has small ones that could be reached",
    checks: ownLimits,
    isOff: isSingleTenant,
  },
  {
    setting: "compactor.retention_enabled: false",
    why: "Loki serves its API for delete requests only with retention on",
    checks: ["isolation.deletes"],
    isOff: (plan) => !retentionIsOn(plan),
  },
  {
    setting: "ruler: 0 replicas",
    why: "without a ruler nobody keeps rules",
    checks: ["isolation.rules"],
    isOff: ({ replicas }) => replicas.ruler === 0,
  },
  {
    setting: "query-scheduler: 0 replicas",
    why: "without a scheduler queriers take their work from the query-frontends, and do not count it",
    checks: ["routing.schedulers", "routing.queriers"],
    isOff: ({ replicas }) => replicas["query-scheduler"] === 0,
  },
  {
    setting: "index-gateway: 0 replicas",
    why: "without an index gateway queriers read the index themselves",
    checks: ["routing.gateways", "routing.balance", "routing.own-index"],
    isOff: ({ replicas }) => replicas["index-gateway"] === 0,
  },
  {
    setting: "index-gateway: one of them serves a tenant",
    why: "one index gateway has nothing to be even with",
    checks: ["routing.balance"],
    isOff: (plan) => querySettings(plan, plainTenant).gateways === 1,
  },
  {
    setting: "query_range.parallelise_shardable_queries: false",
    why: "queries are not sharded",
    checks: ["routing.shards"],
    isOff: ({ config }) => settingAt(config, ["query_range", "parallelise_shardable_queries"]) === false,
  },
  {
    setting: "limits_config.volume_enabled: false",
    why: "Loki answers no log volumes",
    checks: ["round-trip.volume"],
    isOff: (plan) => !isOn(plan, "lokiproof-round-trip", "volume_enabled"),
  },
  {
    setting: "limits_config.reject_old_samples_max_age, or max_query_lookback: a few minutes",
    why: "lines that are old and still in ingesters' memory can be neither pushed nor queried",
    checks: ["durability.ages"],
    isOff: (plan) => readableAgesMs(plan, "lokiproof-round-trip").length === 0,
  },
  {
    setting: "Loki before 3.6",
    why: "it reports no tenant's limits, so only those of tenants without an override are compared",
    checks: ["limits.effective"],
    judgedInPart: true,
    isOff: (plan) => !showsTenantLimits(plan),
  },
];

/**
 * Returns the features that the plan switches off. Checks of these features are skipped with the reason, even if the
 * scenario requires the checks.
 */
export function switchedOff(plan: PlannedLoki): readonly SwitchedOff[] {
  return features.filter(({ isOff }) => isOff(plan));
}
