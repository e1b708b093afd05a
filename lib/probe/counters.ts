import { describeError } from "../base/errors.ts";
import { readMetrics } from "../loki/metrics.ts";
import type { CountersSnapshot } from "../run-folder/counters-record.ts";
import type { Member } from "../stack/stack.ts";

/**
 * The metrics that are recorded: those of Loki and its process. Histogram buckets are left out, to keep the record
 * small.
 */
const kept = /^(loki|process|go_memstats_heap_inuse|cortex|dskit|memberlist)/;

/** Reads the current counters of Loki processes. If one does not answer, the record says so. */
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
