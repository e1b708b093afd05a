import { isOn, statedLimit } from "../promises/limits.ts";
import type { StormSpec } from "./load-schema.ts";
import type { Plan } from "./plan.ts";
import { type QueryTemplate, type QueryWeights, queryTemplates } from "./query-templates.ts";

type Limits = Pick<Plan, "overrides" | "config">;

/**
 * Returns a tenant's storm without the query templates that the tenant's limits make useless. With these limits, Loki
 * would reject a template's query, or its answer would contradict the pushed lines. The template `volume` needs the
 * limit `volume_enabled`. `count-by-level` needs `discover_log_levels` and `allow_structured_metadata`, and
 * `log_level_fields` must not be set. All three switches are on by default (pkg/validation/limits.go, 3.7.8).
 */
export function answerableStorm(storm: StormSpec, tenant: string, plan: Limits): StormSpec {
  const fields = statedLimit(plan, tenant, "log_level_fields");
  const levels =
    isOn(plan, tenant, "discover_log_levels") &&
    isOn(plan, tenant, "allow_structured_metadata") &&
    fields === undefined;
  const without: readonly QueryTemplate[] = [
    ...(isOn(plan, tenant, "volume_enabled") ? [] : (["volume"] as const)),
    ...(levels ? [] : (["count-by-level"] as const)),
  ];
  if (without.length === 0) return storm;
  const weights: QueryWeights = storm.mix ?? queryTemplates;
  const mix = { ...weights, ...Object.fromEntries(without.map((name) => [name, 0])) };
  // If a mix has only templates that the limits make useless, it stays unchanged, and Loki rejects its queries.
  return Object.values(mix).some((weight) => weight > 0) ? { ...storm, mix } : storm;
}
