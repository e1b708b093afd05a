import { z } from "zod";
import { poll } from "../../base/poll.ts";
import { http } from "../../loki/http.ts";
import { push } from "../../loki/push.ts";
import type { PushStream } from "../../loki/push-stream.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { replicationOf } from "../../promises/replication.ts";
import { tenantInLoki } from "../../promises/tenancy.ts";
import { openBucket } from "../../s3/bucket.ts";
import type { Component } from "../../stack/component.ts";
import type { Member } from "../../stack/stack.ts";
import { chunksTenant } from "./chunks-tenant.ts";
import { type Counts, countsNow, increaseSince, total } from "./member-counts.ts";

const counts = z.record(z.string(), z.number());

const replicasRecord = z.strictObject({
  pushStatus: z.int(),
  pushProblem: z.string().optional(),
  /** The number of new streams that the probe pushed, each with a few entries. */
  streams: z.int(),
  /** How many of the new streams each ingester accepted (the tenant's `loki_ingester_streams_created_total`). */
  takenIn: counts,
  /** The replication factor that each distributor reports. A distributor that reports none is absent. */
  distributors: counts,
  /**
   * The number of the new streams' chunks that each ingester counted as stored after a flush. Empty on a cluster that
   * lokiproof did not create.
   */
  stored: counts,
  /**
   * How many chunk objects of the test tenant were added to the expected bucket. Absent when the bucket could not be
   * listed.
   */
  newObjects: z.int().optional(),
  /**
   * Set when an earlier run used this stack. Restarted ingesters replay the earlier run's chunks from the WAL and store
   * them again under the same keys, together with the new chunks (seen in the logs of Loki 3.7.8).
   */
  replayed: z.literal(true).optional(),
});
export type ReplicasRecord = z.infer<typeof replicasRecord>;

const streams = 12;
const entriesPerStream = 4;
const settleMs = 5_000;
const listMs = 3_000;
/**
 * The timeout of a flush. A flush takes seconds on an idle machine, but a busy machine must not make the object store
 * look faulty.
 */
const flushMs = 45_000;

/** Pushes new streams of a test tenant. Observes which ingesters accept them, and which chunks reach the bucket. */
export const replicasProbe: Probe<ReplicasRecord> = {
  id: "chunks.replicas",
  phase: "disturbing",
  order: 110,
  record: replicasRecord,
  timeoutMs: 90_000,
  observe: async (context, signal) => {
    const counted = (metric: string): Choice => choice(context, metric);
    const created = counted("loki_ingester_streams_created_total");
    const createdBefore = await countsNow(created, signal);
    const storedBefore = await countsNow(counted("loki_ingester_chunks_stored_total"), signal);
    const objectsBefore = await countObjects(context, signal);
    const pushed = await pushStreams(context, signal);
    const wanted = streams * replicationOf(context.plan).copies;
    const takenIn = await increaseSince(created, {
      before: createdBefore,
      settled: (increase) => total(increase) >= wanted,
      timeoutMs: settleMs,
      signal,
    });
    const stored = context.stack.foreign
      ? {}
      : await flushed(context, { before: storedBefore, takenIn }, signal);
    const isReplayed = context.stack.attached === true;
    const objects = await countObjects(context, signal, isReplayed ? (objectsBefore ?? 0) + streams : 0);
    const listed = objects !== undefined && objectsBefore !== undefined;
    return {
      ...pushed,
      streams,
      takenIn,
      distributors: await distributorsSay(context, signal),
      stored,
      ...(listed ? { newObjects: objects - objectsBefore } : {}),
      ...(isReplayed ? { replayed: true } : {}),
    };
  },
};

function membersOf({ stack }: ProbeContext, component: Component): readonly Member[] {
  return stack.members.filter((member) => member.component === component);
}

type Choice = Parameters<typeof countsNow>[0];

function choice(context: ProbeContext, metric: string): Choice {
  const tenant = tenantInLoki(context.plan, chunksTenant);
  return { members: membersOf(context, "ingester"), metric, labels: { tenant } };
}

function distributorsSay(context: ProbeContext, signal: AbortSignal): Promise<Counts> {
  const members = membersOf(context, "distributor");
  return countsNow({ members, metric: "loki_distributor_replication_factor" }, signal);
}

/**
 * Requests flushes until the new streams' chunks are stored. One POST /flush only queues chunks for storage
 * (measured.md, "Flush and index").
 */
function flushed(
  context: ProbeContext,
  { before, takenIn }: { readonly before: Counts; readonly takenIn: Counts },
  signal: AbortSignal,
): Promise<Counts> {
  return increaseSince(choice(context, "loki_ingester_chunks_stored_total"), {
    before,
    settled: (stored) => total(stored) >= total(takenIn),
    timeoutMs: flushMs,
    nudge: async (attempt) => {
      await Promise.all(
        membersOf(context, "ingester").map(({ url }) =>
          http(`${url}/flush`, { method: "POST", signal: attempt }),
        ),
      );
    },
    signal,
  });
}

/**
 * Counts the test tenant's chunk objects. Waits until there are `wanted` of them or the timeout passes. Returns
 * undefined if the bucket cannot be listed.
 */
async function countObjects(
  { stack, plan }: ProbeContext,
  signal: AbortSignal,
  wanted = 0,
): Promise<number | undefined> {
  using reader = openBucket({ ...stack.s3, bucket: plan.bucket });
  const seen = await poll(
    async (inTime) => (await reader.list(`${tenantInLoki(plan, chunksTenant)}/`, inTime)).length,
    (count) => count >= wanted,
    { timeoutMs: wanted > 0 ? settleMs : listMs, signal },
  );
  return seen.last;
}

async function pushStreams(
  { stack, plan, clock }: ProbeContext,
  signal: AbortSignal,
): Promise<Pick<ReplicasRecord, "pushStatus" | "pushProblem">> {
  const nowMs = clock.now();
  const answer = await push(stack.gatewayUrl, newStreams(`${plan.runId}-${nowMs}`, nowMs), {
    tenant: chunksTenant,
    signal,
  });
  if (answer.status === 204) return { pushStatus: 204 };
  return { pushStatus: answer.status, pushProblem: answer.body.slice(0, 200) };
}

function newStreams(mark: string, nowMs: number): readonly PushStream[] {
  return Array.from({ length: streams }, (_, stream) => ({
    labels: { lokiproof_chunks: mark, part: String(stream) },
    entries: Array.from({ length: entriesPerStream }, (_, entry) => ({
      timestampNs: `${nowMs - entriesPerStream + entry}000000`,
      line: `chunk part ${stream} entry ${entry}`,
    })),
  }));
}
