import { snapshotCounters } from "../../probe/counters.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";
import { readLinesStrictly } from "../../run-folder/read-strictly.ts";
import { runFiles } from "../../run-folder/run-files.ts";
import type { StoreCounters } from "./bucket-record.ts";
import { type CounterChoice, lifetimes } from "./lifetimes.ts";

const storedMetric = "loki_ingester_chunks_stored_total";
const failuresMetric = "loki_ingester_chunks_flush_failures_total";
const s3Metric = "loki_s3_request_duration_seconds_count";

/** Reads the Loki processes' counters now. Combines them with the counters that the run saved before each restart. */
export async function storeCountersNow(
  { stack, runDir }: ProbeContext,
  signal: AbortSignal,
): Promise<StoreCounters> {
  const now = await snapshotCounters("chunks", stack.members, signal);
  const all = [...readLinesStrictly(runDir, runFiles.counters), now];
  const foreign = stack.foreign === true;
  const ingesters = [...new Set(stack.members.filter(isIngester).map(({ name }) => name))];
  const tenants = labelValues(all, { metric: storedMetric, label: "tenant" });
  const livesOf = (tenant: string): (readonly [string, number[]])[] =>
    ingesters.map(
      (name) => [name, [...lifetimes(all, name, { metric: storedMetric, labels: { tenant } })]] as const,
    );
  return {
    stored: Object.fromEntries(tenants.map((tenant) => [tenant, Object.fromEntries(livesOf(tenant))])),
    flushFailures: Object.fromEntries(
      ingesters
        .filter((name) => now.members[name]?.samples.some((sample) => sample.name === failuresMetric))
        .map((name) => [name, grown(all, name, { metric: failuresMetric }, foreign)]),
    ),
    refusals: refusalsIn(all, foreign),
    silent: ingesters.filter((name) => now.members[name]?.error !== undefined),
  };
}

/**
 * Returns the failed S3 writes and deletes, without failed reads. A failed read is no sign of a fault: Loki also counts
 * a GET of a missing object, or a read that a query abandoned, with 500
 * (pkg/storage/chunk/client/aws/s3_storage_client.go, 3.7.8).
 */
function refusalsIn(all: readonly CountersSnapshot[], foreign: boolean): StoreCounters["refusals"] {
  const members = [...new Set(all.flatMap((snapshot) => Object.keys(snapshot.members)))];
  const statuses = labelValues(all, { metric: s3Metric, label: "status_code" }).filter(
    (status) => !status.startsWith("2"),
  );
  const writes = labelValues(all, { metric: s3Metric, label: "operation" }).filter((name) =>
    /Put|Delete/.test(name),
  );
  const counted = members.flatMap((member) =>
    writes.flatMap((operation) =>
      statuses.map((status) => ({
        member,
        operation,
        status,
        count: grown(all, member, { metric: s3Metric, labels: { operation, status_code: status } }, foreign),
      })),
    ),
  );
  return counted.filter(({ count }) => count > 0);
}

/**
 * Sums a Loki process's counter over all its restarts. In a cluster that lokiproof did not create, counts from the
 * run's first snapshot.
 */
function grown(
  all: readonly CountersSnapshot[],
  member: string,
  choice: CounterChoice,
  foreign: boolean,
): number {
  const before = foreign ? sum(lifetimes(all.slice(0, 1), member, choice)) : 0;
  return sum(lifetimes(all, member, choice)) - before;
}

function labelValues(
  all: readonly CountersSnapshot[],
  { metric, label }: { readonly metric: string; readonly label: string },
): readonly string[] {
  const samples = all.flatMap(({ members }) => Object.values(members)).flatMap((member) => member.samples);
  return [
    ...new Set(samples.filter(({ name }) => name === metric).flatMap(({ labels }) => labels[label] ?? [])),
  ].sort();
}

function isIngester({ component }: { readonly component: string }): boolean {
  return component === "ingester";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
