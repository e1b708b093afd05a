import type { KneeFinding, KneeStep } from "./knee-report.ts";
import { costPerUnit, saturatedIn } from "./saturated.ts";
import { kneeOf } from "./search.ts";

/** What a search's steps come to. */
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

/** Where refusals alone broke the step, the limits are the knee, and what Loki can carry is not known. */
function limiterOf({ reasons }: KneeStep): "loki" | "limits" {
  return reasons.every(({ kind }) => kind === "refused") ? "limits" : "loki";
}
