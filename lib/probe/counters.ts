import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeError } from "../base/errors.ts";
import { readMetrics } from "../loki/metrics.ts";
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
