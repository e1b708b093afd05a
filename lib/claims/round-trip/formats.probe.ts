import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { sendPush } from "../../loki/push-body.ts";
import { pushFormats } from "../../loki/push-formats.ts";
import { type QueryAnswer, queryRange } from "../../loki/query.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { type PreparedTrip, prepareTrip } from "./pushed-streams.ts";
import {
  type Answer,
  printLine,
  type ReadBack,
  type RoundTripRecord,
  roundTripRecord,
  type SeenStream,
  type Trip,
} from "./round-trip-record.ts";

/** The tenant of the round-trip probes. Its overrides are in claim.ts. */
export const roundTripTenant = "lokiproof-round-trip";
const requestTimeoutMs = 8_000;
/**
 * The range of the entries' timestamps, in nanoseconds: the ten seconds before the push. No timestamp is in the future,
 * even if clocks differ.
 */
const spanNs = 10_000_000_000n;

/**
 * Pushes one stream of hard lines in each format through the gateway. Immediately reads each stream back in both
 * directions, without caches. Does not poll, because a read that begins after the 204 must show the push or fail. The
 * querier needs answers from enough ingesters to include one that has an acknowledged copy
 * (pkg/querier/ingester_querier.go, 3.7.8).
 */
export const formatsProbe: Probe<RoundTripRecord> = {
  id: "round-trip.formats",
  phase: "before",
  record: roundTripRecord,
  timeoutMs: 40_000,
  async observe(context, signal) {
    const marker = `${context.plan.runId}-${context.clock.now().toString(36)}`;
    const firstNs = BigInt(context.clock.now()) * 1_000_000n - spanNs + 1n;
    const prepared = pushFormats.map((format) =>
      prepareTrip(format, { marker, firstNs, loki: context.plan }),
    );
    const trips = await Promise.all(prepared.map((trip) => travel(trip, context, signal)));
    return { tenant: roundTripTenant, trips };
  },
};

async function travel(trip: PreparedTrip, context: ProbeContext, signal: AbortSignal): Promise<Trip> {
  const url = context.stack.gatewayUrl;
  const bounded = { timeoutMs: requestTimeoutMs, signal };
  const push = await attempt(
    (within) => sendPush(url, trip.push, { tenant: roundTripTenant, signal: within }),
    bounded,
  );
  const read = (direction: "forward" | "backward"): Promise<ReadBack> =>
    readBack(trip, { url, direction, signal });
  const [forward, backward] = await Promise.all([read("forward"), read("backward")]);
  const { format, pushed } = trip;
  return { format, pushed, push: answerOf(push, 204), forward, backward };
}

interface ReadOptions {
  readonly url: string;
  readonly direction: "forward" | "backward";
  readonly signal: AbortSignal;
}

async function readBack(trip: PreparedTrip, { url, direction, signal }: ReadOptions): Promise<ReadBack> {
  const times = trip.pushed.entries.map(({ timestampNs }) => BigInt(timestampNs));
  const answer = await attempt(
    (within) =>
      queryRange(url, {
        tenant: roundTripTenant,
        query: trip.selector,
        startNs: String((times[0] ?? 0n) - 1_000_000_000n),
        endNs: String((times.at(-1) ?? 0n) + 1_000_000_000n),
        direction,
        limit: 1000,
        noCache: true,
        categorizeLabels: true,
        signal: within,
      }),
    { timeoutMs: requestTimeoutMs, signal },
  );
  return { answer: answerOf(answer, 200), streams: "data" in answer ? streamsOf(answer) : [] };
}

const extra = z.object({ structuredMetadata: z.record(z.string(), z.string()).default({}) }).prefault({});

function streamsOf({ data }: QueryAnswer): SeenStream[] {
  if (data?.resultType !== "streams") return [];
  return data.result.map(({ stream, values }) => ({
    labels: stream,
    entries: values.map(([timestampNs, line, more]) => ({
      timestampNs,
      line: printLine(line),
      metadata: extra.parse(more).structuredMetadata,
    })),
  }));
}

function answerOf({ status, body }: { status: number; body: string }, hoped: number): Answer {
  return status === hoped ? { status } : { status, said: body.slice(0, 300) };
}
