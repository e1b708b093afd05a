import type { Plan } from "../../plan/plan.ts";
import { statedLimits } from "../../promises/limits.ts";
import { replicationOf } from "../../promises/replication.ts";
import type { Bounds } from "./stream-bounds.ts";
import {
  rateEarnedLine,
  type StreamCountTries,
  type StreamRateTries,
  streamRateTenant,
  streamsTenant,
} from "./stream-tries.ts";
import { triedLines, validationRules, validationTenant } from "./validation-rules.ts";

type Counts<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

interface StreamTries {
  readonly streamRate: StreamRateTries;
  readonly streamCount: StreamCountTries;
}

/**
 * Returns the expected discards by tenant and reason. A line refused by a distributor counts once. A line refused by
 * ingesters counts once on each replica.
 */
export function expectedDiscards(plan: Plan, tried: StreamTries): Counts<Bounds> {
  const { copies, quorum } = replicationOf(plan);
  const refused = tried.streamCount.streams.filter(({ status }) => status !== 204).length;
  // On a slow machine the stream's rate limiter might have refilled before the line beyond the burst came, so that Loki
  // had to accept the line.
  const { beyond } = tried.streamRate;
  const rateLimited = beyond.status === 204 && rateEarnedLine(tried.streamRate) ? 0 : copies;
  // With more ingesters than copies, an accepted push might have been refused by a minority of its ingesters, and a
  // refused push might have been accepted by a minority.
  const exact = plan.replicas.ingester === copies;
  const most = exact ? refused * copies : tried.streamCount.streams.length * copies;
  // Loki refuses a push as soon as a quorum can no longer be reached.
  const fewestRefusing = copies - quorum + 1;
  return {
    [validationTenant]: validationDiscards(plan),
    [streamRateTenant]: { per_stream_rate_limit: { least: rateLimited, most: rateLimited } },
    [streamsTenant]: { stream_limit: { least: exact ? most : refused * fewestRefusing, most } },
  };
}

/**
 * Returns the expected discards of the validation rules. A push refused for its labels counts under its own reason and
 * again under invalid_labels (pkg/distributor, 3.7.8).
 */
function validationDiscards(plan: Plan): Readonly<Record<string, Bounds>> {
  const rules = validationRules({ limits: statedLimits(plan, validationTenant), nowMs: 0, token: "" });
  const counts: Record<string, number> = {};
  for (const { reason, labelsAreInvalid } of rules) {
    counts[reason] = (counts[reason] ?? 0) + triedLines;
    if (labelsAreInvalid) counts["invalid_labels"] = (counts["invalid_labels"] ?? 0) + triedLines;
  }
  return Object.fromEntries(
    Object.entries(counts).map(([reason, count]) => [reason, { least: count, most: count }]),
  );
}

/** One discard counter that did not grow as expected, or that grew unexpectedly. */
interface DiscardDifference {
  readonly counter: string;
  readonly expected: string;
  readonly observed: string;
}

/**
 * Returns the discard counters that differ from the expectation, named "tenant reason". Empty if each expected counter
 * grew as expected and no other counter grew.
 */
export function compareDiscards(
  expected: Counts<Bounds>,
  discarded: Counts<number>,
): readonly DiscardDifference[] {
  return Object.entries(expected).flatMap(([tenant, reasons]) => {
    const grown = discarded[tenant] ?? {};
    const all = new Set([...Object.keys(reasons), ...Object.keys(grown)]);
    return [...all].flatMap((reason) => {
      const { least, most } = reasons[reason] ?? { least: 0, most: 0 };
      const count = grown[reason] ?? 0;
      if (count >= least && count <= most) return [];
      const due = least === most ? String(least) : `${least} to ${most}`;
      return [{ counter: `${tenant} ${reason}`, expected: due, observed: String(count) }];
    });
  });
}
