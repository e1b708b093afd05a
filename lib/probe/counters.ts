import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeError } from "../base/errors.ts";
import { type LabelMatch, type MetricSample, readMetrics, samplesOf } from "../loki/metrics.ts";
import type { Member } from "../stack/stack.ts";

/** Every member's counters at one moment; a member that did not answer has `error` and no samples. */
export const countersSnapshot = z.strictObject({
  boundary: z.string(),
  atMs: z.number(),
  members: z.record(
    z.string(),
    z.strictObject({
      component: z.string(),
      error: z.string().optional(),
      samples: z.array(
        z.strictObject({ name: z.string(), labels: z.record(z.string(), z.string()), value: z.number() }),
      ),
    }),
  ),
});
export type CountersSnapshot = z.infer<typeof countersSnapshot>;

/** Where a run keeps its snapshots: one a line, oldest first. */
export function countersFile(runDir: string): string {
  return join(runDir, "records", "counters.jsonl");
}

/** Every snapshot of a run so far. Throws where the file is missing or not whole. */
export async function readCounters(runDir: string): Promise<readonly CountersSnapshot[]> {
  const lines = (await readFile(countersFile(runDir), "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => countersSnapshot.parse(JSON.parse(line)));
}

/** Kept small: Loki's and the process's own figures, without histogram buckets. */
const kept = /^(loki|process|go_memstats_heap_inuse|cortex|dskit|memberlist)/;

/** Reads the counters of these members now. A member that does not answer is recorded as such, never left out. */
export async function snapshotCounters(
  boundary: string,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<CountersSnapshot> {
  const read = await Promise.all(
    members.map(async (member) => [member.name, await readOne(member, signal)] as const),
  );
  return { boundary, atMs: Date.now(), members: Object.fromEntries(read) };
}

async function readOne(member: Member, signal: AbortSignal): Promise<CountersSnapshot["members"][string]> {
  const { component } = member;
  try {
    const samples = await readMetrics(member.url, AbortSignal.any([signal, AbortSignal.timeout(10_000)]));
    const small = samples.filter(
      ({ name, value }) => kept.test(name) && !name.endsWith("_bucket") && Number.isFinite(value),
    );
    return {
      component,
      samples: small.map(({ name, labels, value }) => ({ name, labels: { ...labels }, value })),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { component, error: describeError(error), samples: [] };
  }
}

export interface IncreaseQuery {
  readonly metric: string;
  readonly labels?: LabelMatch;
  readonly from: string;
  readonly to: string;
}

/**
 * How much a counter of one member grew between two boundaries, over restarts: snapshots are taken before anything
 * restarts, and a value below the one before it counts from zero. Undefined where the member, or the metric in the
 * last snapshot, is not there: an absent counter is not a counter at zero.
 */
export function increase(
  snapshots: readonly CountersSnapshot[],
  member: string,
  query: IncreaseQuery,
): number | undefined {
  const first = snapshots.findIndex(({ boundary }) => boundary === query.from);
  const last = snapshots.findIndex(({ boundary }) => boundary === query.to);
  if (first < 0 || last < first) return undefined;
  const seen = snapshots
    .slice(first, last + 1)
    .flatMap(({ members }) => (members[member] && !members[member].error ? [members[member].samples] : []));
  const final = seen.at(-1);
  if (seen.length < 2 || final === undefined) return undefined;
  const keys = new Map(
    seen.flatMap((samples) => matching(samples, query)).map((sample) => [keyOf(sample), true]),
  );
  if (keys.size === 0) return undefined;
  return [...keys.keys()].reduce((total, key) => total + growth(seen, query, key), 0);
}

function growth(seen: readonly (readonly MetricSample[])[], query: IncreaseQuery, key: string): number {
  const values = seen.map(
    (samples) => matching(samples, query).find((sample) => keyOf(sample) === key)?.value ?? 0,
  );
  return values.reduce((sum, value, index) => {
    const before = values[index - 1];
    if (before === undefined) return sum;
    return sum + (value < before ? value : value - before);
  }, 0);
}

function matching(samples: readonly MetricSample[], query: IncreaseQuery): readonly MetricSample[] {
  return samplesOf(samples, query.metric, query.labels);
}

function keyOf({ labels }: MetricSample): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
