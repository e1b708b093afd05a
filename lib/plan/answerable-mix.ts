import { isOn, statedLimit } from "../promises/limits.ts";
import type { StormSpec } from "./load-schema.ts";
import type { Plan } from "./plan.ts";
import { type QueryTemplate, type QueryWeights, queryTemplates } from "./query-templates.ts";

type Limits = Pick<Plan, "overrides" | "config">;

/**
 * A tenant's storm without the templates that its own limits leave without an answer, or with another one than the lines
 * say: volumes where `volume_enabled` is off, levels where Loki is told not to look for them, or elsewhere
 * (pkg/validation/limits.go, 3.7.8; all on by default).
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
  // A mix of these alone is left for Loki to refuse.
  return Object.values(mix).some((weight) => weight > 0) ? { ...storm, mix } : storm;
}
