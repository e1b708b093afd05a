import type { KneeFinding, KneeStep } from "./knee-report.ts";
import { costPerUnit, saturatedIn } from "./saturated.ts";
import { kneeOf } from "./search.ts";

/** Summarizes the steps of a search for the highest rate that Loki can handle. */
export function findingOf(steps: readonly KneeStep[], cores: number): KneeFinding {
  const { kind, rate, brokenRate, confirmed, bound } = kneeOf(steps);
  const held = steps.findLast((step) => step.rate === rate && step.outcome === "held");
  const broken = steps.findLast((step) => step.rate === brokenRate && step.outcome !== "held");
  const limitedBy = bound === "loki" && broken !== undefined ? limiterOf(broken) : (bound ?? "search");
  return {
    kind,
    ...(rate === undefined ? {} : { rate }),
    ...(brokenRate === undefined ? {} : { brokenRate }),
    confirmed,
    limitedBy,
    reasons: broken?.reasons.map(({ text }) => text) ?? [],
    saturated: broken === undefined ? "nothing, at the rates that were offered" : saturatedIn(broken, cores),
    cpuSecondsPerUnit: held === undefined ? {} : costPerUnit(held),
  };
}

/**
 * Returns what made a step fail: the tenants' limits if every problem is a refusal, else Loki. If tenants' limits are
 * the cause, what Loki can carry is unknown.
 */
function limiterOf({ reasons }: KneeStep): "loki" | "limits" {
  return reasons.every(({ kind }) => kind === "refused") ? "limits" : "loki";
}
