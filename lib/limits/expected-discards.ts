import type { Plan } from "../scenario/plan.ts";
import { expectedLimits, replicationFactor } from "./expected-limits.ts";
import type { RefusalsRecord } from "./refusals-probe.ts";
import { type Bounds, writeQuorum } from "./stream-bounds.ts";
import { streamRateTenant, streamsTenant } from "./stream-tries.ts";
import { triedLines, validationRules, validationTenant } from "./validation-rules.ts";

type Counts<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** By tenant and reason: what a distributor refuses counts once a line, what ingesters refuse once on each replica. */
export function expectedDiscards(plan: Plan, record: RefusalsRecord): Counts<Bounds> {
  const factor = replicationFactor(plan);
  const refused = record.streamCount.streams.filter(({ status }) => status !== 204).length;
  // With more ingesters than replicas a minority of an accepted push's may have refused it too, and the reverse.
  const exact = plan.replicas.ingester === factor;
  const most = exact ? refused * factor : record.streamCount.streams.length * factor;
  return {
    [validationTenant]: validationDiscards(plan),
    [streamRateTenant]: { per_stream_rate_limit: { least: factor, most: factor } },
    [streamsTenant]: { stream_limit: { least: exact ? most : refused * writeQuorum(factor), most } },
  };
}

/** What is refused for its labels counts under its own reason and again as invalid_labels (pkg/distributor, 3.7.8). */
function validationDiscards(plan: Plan): Readonly<Record<string, Bounds>> {
  const rules = validationRules({ limits: expectedLimits(plan, validationTenant), nowMs: 0, token: "" });
  const counts: Record<string, number> = {};
  for (const { reason, labelsAreInvalid } of rules) {
    counts[reason] = (counts[reason] ?? 0) + triedLines;
    if (labelsAreInvalid) counts["invalid_labels"] = (counts["invalid_labels"] ?? 0) + triedLines;
  }
  return Object.fromEntries(
    Object.entries(counts).map(([reason, count]) => [reason, { least: count, most: count }]),
  );
}

/** Counters that differ, keyed by "tenant reason"; none where each grew as it should and no other did. */
export function compareDiscards(
  expected: Counts<Bounds>,
  discarded: Counts<number>,
): {
  readonly expected: Readonly<Record<string, string>>;
  readonly observed: Readonly<Record<string, string>>;
} {
  const wanted: Record<string, string> = {};
  const observed: Record<string, string> = {};
  for (const [tenant, reasons] of Object.entries(expected)) {
    const grown = discarded[tenant] ?? {};
    for (const reason of new Set([...Object.keys(reasons), ...Object.keys(grown)])) {
      const { least, most } = reasons[reason] ?? { least: 0, most: 0 };
      const count = grown[reason] ?? 0;
      if (count >= least && count <= most) continue;
      wanted[`${tenant} ${reason}`] = least === most ? String(least) : `${least} to ${most}`;
      observed[`${tenant} ${reason}`] = String(count);
    }
  }
  return { expected: wanted, observed };
}
