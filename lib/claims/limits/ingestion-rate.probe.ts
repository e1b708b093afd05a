import { z } from "zod";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { type IngestionBuckets, ingestionBuckets } from "../../promises/ingestion.ts";
import { type Attempt, attempt, attemptPush, linesOf, type Target } from "./attempt.ts";
import { discardedSince, readDiscards } from "./discards.ts";
import { distinctMembers } from "./distinct-members.ts";
import { settledRings } from "./settled-rings.ts";

export const rateTenant = "lokiproof-rate";

const push = attempt.omit({ said: true, results: true }).extend({
  bytes: z.int(),
  lines: z.int(),
  /** Loki's message. Absent if the push was accepted. */
  said: z.string().optional(),
});
export type RatePush = z.infer<typeof push>;

/**
 * One distributor's token bucket. The probe drains it by direct pushes before the gateway's load and again after it.
 */
const drained = z.strictObject({
  distributor: z.string(),
  url: z.string(),
  first: z.array(push).describe("from full: large pushes until one is refused, then small ones"),
  last: z.array(push).describe("the same again, after the load through the gateway"),
});
export type DrainedBucket = z.infer<typeof drained>;

const rateRecord = z.strictObject({
  buckets: z.array(drained),
  gateway: z.array(push).describe("at twice the rate, through the gateway, between the two drainings"),
  discarded: z.record(z.string(), z.record(z.string(), z.number())),
});
export type IngestionRateRecord = z.infer<typeof rateRecord>;

/**
 * Drains the token bucket of every distributor's rate limiter, sends twice the rate through the gateway, and drains the
 * token buckets again. The bytes accepted in between equal what the rate earned, whichever distributor the gateway
 * chose for each push.
 */
export const ingestionRateProbe: Probe<IngestionRateRecord> = {
  id: "limits.ingestion-rate",
  phase: "disturbing",
  record: rateRecord,
  timeoutMs: 90_000,
  limitsOf: [rateTenant],
  observe,
};

type PushSize = { readonly lines: number; readonly lineBytes: number };
const largePush: PushSize = { lines: 64, lineBytes: 1024 };
const smallPush: PushSize = { lines: 8, lineBytes: 1024 };
const gatewayMs = 4_000;
const overload = 2;
/** The multiple of a token bucket's size after which draining ends if no push is refused. */
const drainFactor = 2;
/**
 * The maximum number of small pushes in one draining of a token bucket. On a slow machine small pushes never exceed the
 * rate. The refusal of a large push must then suffice, although it measures less precisely.
 */
const mostSmallPushes = 24;

async function observe(context: ProbeContext, signal: AbortSignal): Promise<IngestionRateRecord> {
  const { stack, plan, clock } = context;
  const expected = ingestionBuckets(plan, rateTenant);
  const distributors = distinctMembers(stack, ["distributor"]);
  const at = (url: string): Target => ({ url, tenant: rateTenant, clock, signal });
  await settledRings(context, signal);
  await refill(context, expected, signal);
  const before = await readDiscards(stack, [rateTenant], signal);
  const drainAll = (): Promise<RatePush[][]> =>
    Promise.all(distributors.map(({ url }) => drain(at(url), expected)));
  const first = await drainAll();
  // Without a refused push, no moment is known at which the token bucket was empty. Further pushes would then prove
  // nothing.
  const empty = first.every((pushes) => pushes.some(({ status }) => status === 429));
  const gateway = empty ? await load(at(stack.gatewayUrl), expected) : [];
  const last = empty ? await drainAll() : [];
  const buckets = distributors.map(({ name, url }, place) => {
    return { distributor: name, url, first: first[place] ?? [], last: last[place] ?? [] };
  });
  return { buckets, gateway, discarded: await discardedSince(before, stack, { clock, signal }) };
}

/** Waits until the rate limiters' token buckets are full again, if the probe has already run on this stack. */
async function refill(
  { stack, clock }: ProbeContext,
  bucket: IngestionBuckets,
  signal: AbortSignal,
): Promise<void> {
  const seen = await readDiscards(stack, [rateTenant], signal);
  if (Object.keys(seen[rateTenant] ?? {}).length === 0) return;
  await clock.sleep((bucket.burstBytes / bucket.rateBytesPerSecond) * 1000, signal);
}

/**
 * Drains a token bucket. Sends large pushes until one is refused, then small ones until one is refused. The smaller the
 * last refused push, the less the token bucket held.
 */
async function drain(target: Target, expected: IngestionBuckets): Promise<RatePush[]> {
  const mostLarge = Math.ceil((expected.burstBytes * drainFactor) / (largePush.lines * largePush.lineBytes));
  const large = await untilRefused(target, largePush, mostLarge);
  return large.at(-1)?.status === 429
    ? [...large, ...(await untilRefused(target, smallPush, mostSmallPushes))]
    : large;
}

async function untilRefused(target: Target, size: PushSize, most: number): Promise<RatePush[]> {
  const pushes: RatePush[] = [];
  while (pushes.length < most && (pushes.at(-1)?.status ?? 204) === 204) {
    pushes.push(await send(target, size, pushes.length));
  }
  return pushes;
}

/**
 * Sends pushes at a steady pace. If a stall interrupts the pushes, the unused rate stays in the token buckets until the
 * last draining takes it.
 */
async function load(target: Target, expected: IngestionBuckets): Promise<RatePush[]> {
  const { clock, signal } = target;
  const bytesPerSecond = overload * expected.rateBytesPerSecond * expected.distributors;
  const everyMs = (smallPush.lines * smallPush.lineBytes * 1000) / bytesPerSecond;
  const startMs = clock.now();
  const pushes: RatePush[] = [];
  for (let dueMs = startMs; clock.now() < startMs + gatewayMs; dueMs += everyMs) {
    await clock.sleep(Math.max(0, dueMs - clock.now()), signal);
    pushes.push(await send(target, smallPush, pushes.length));
  }
  return pushes;
}

const streams = 6;

/** Sends one push. Successive pushes use different streams, so that no per-stream limit is reached. */
async function send(target: Target, size: PushSize, place: number): Promise<RatePush> {
  const labels = { probe: "limits", stream: String(place % streams) };
  const lines = { count: size.lines, lineBytes: size.lineBytes, firstMs: target.clock.now() };
  const { status, said, startMs, endMs }: Attempt = await attemptPush(target, [linesOf(labels, lines)]);
  const words = status === 204 ? {} : { said };
  return { status, startMs, endMs, bytes: size.lines * size.lineBytes, lines: size.lines, ...words };
}
