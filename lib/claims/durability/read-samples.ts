import pLimit from "p-limit";
import { z } from "zod";
import { historyGeometry } from "../../history/history-layout.ts";
import { type QueryAnswer, queryRange } from "../../loki/query.ts";
import type { Plan } from "../../plan/plan.ts";
import { floodOf } from "../../plan/tenant-groups.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import { mix } from "../../traffic/line-id.ts";
import { type LineSource, lineSource } from "../../traffic/lines.ts";
import { podOf, runSelector } from "../../traffic/stream-labels.ts";

/** One acknowledged push that was read back and compared with what the seed derives. */
export const sampleRead = z.strictObject({
  tenant: z.string(),
  kind: z.enum(["flood", "history"]),
  stream: z.int(),
  firstSequence: z.int(),
  status: z.int(),
  error: z.string().optional(),
  expectedLines: z.int(),
  readLines: z.int(),
  /** The number of the push's entries that are missing or surplus, or whose timestamp or line differs. */
  mismatches: z.int(),
  firstMismatch: z.strictObject({ entry: z.int(), expected: z.string(), read: z.string() }).optional(),
});
export type SampleRead = z.infer<typeof sampleRead>;

/** The maximum number of a push's lines that are compared. It is below Loki's default limit of 5000 entries a query. */
const maxLines = 2000;
const perTenant = 4;
/** With more groups (tenant and kind) than this, only one push of each group is read, and at most 64 in total. */
const manyTenants = 16;
const maxSamples = 64;

/**
 * Picks acknowledged pushes to read back. Picks four pushes of every tenant and kind, or 64 in total if there are many
 * tenants. The seed determines the choice.
 */
export function pickSamples(pushes: readonly PushRecord[], seed: number): readonly PushRecord[] {
  const acknowledged = pushes.filter(({ status }) => status === 204);
  const groups = Map.groupBy(acknowledged, ({ tenant, kind }) => JSON.stringify([tenant, kind]));
  const rank = ({ stream, firstSequence }: PushRecord): number => mix(mix(seed, stream), firstSequence) >>> 0;
  const ranked = (some: readonly PushRecord[]): readonly PushRecord[] =>
    [...some].sort((a, b) => rank(a) - rank(b));
  if (groups.size <= manyTenants) {
    return [...groups.values()].flatMap((group) => ranked(group).slice(0, perTenant));
  }
  return ranked([...groups.values()].flatMap((group) => ranked(group).slice(0, 1))).slice(0, maxSamples);
}

export interface SampleOptions {
  readonly url: string;
  readonly plan: Plan;
  readonly signal: AbortSignal;
}

/** If Loki does not answer a query within this time, the probe ends and saves no record. */
const answerMs = 20_000;
const atOnce = 4;

/**
 * Reads each sampled push back, oldest entry first and without caches. Compares every entry's timestamp and line with
 * the pushed one.
 */
export async function readSamples(
  samples: readonly PushRecord[],
  options: SampleOptions,
): Promise<readonly SampleRead[]> {
  const limit = pLimit(atOnce);
  return Promise.all(samples.map((sample) => limit(() => readSample(sample, options))));
}

async function readSample(push: PushRecord, { url, plan, signal }: SampleOptions): Promise<SampleRead> {
  const { tenant, kind, stream, firstSequence } = push;
  const source = sourceOf(push, plan);
  const expected = entriesOf(push, source);
  const answer = await queryRange(url, {
    tenant,
    // Other pushes of the stream can have the same timestamps, but none of them has this push's id.
    query: `${runSelector(plan.runId, `pod="${podOf(stream)}"`)} |= "${source.idAt(firstSequence)}"`,
    startNs: push.firstTimestampNs,
    endNs: String(BigInt(push.firstTimestampNs) + BigInt(push.stepNs) * BigInt(expected.length - 1) + 1n),
    // Reads one entry more than expected, so that a surplus entry is noticed.
    limit: expected.length + 1,
    direction: "forward",
    noCache: true,
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
  });
  const { status } = answer;
  const error = status === 200 ? {} : { error: answer.body.slice(0, 300) };
  return {
    tenant,
    kind,
    stream,
    firstSequence,
    status,
    ...error,
    ...compareEntries(expected, readEntries(answer)),
  };
}

type Entry = readonly [timestampNs: string, line: string];

/**
 * Returns the source from which the push's lines are derived. A flood's push always has the flood's full number of
 * lines.
 */
function sourceOf({ tenant, kind, stream, lines }: PushRecord, plan: Plan): LineSource {
  const lineBytes = floodOf(plan, tenant)?.flood.lineBytes;
  const flood = lineBytes === undefined ? historyGeometry : { lineBytes, linesPerPush: lines };
  return lineSource({ seed: plan.seed, tenant, stream }, kind === "history" ? historyGeometry : flood);
}

/** Derives a push's entries again from the seed, but at most as many entries as one query reads. */
export function entriesOf(push: PushRecord, source: LineSource): readonly Entry[] {
  const first = BigInt(push.firstTimestampNs);
  return Array.from(
    { length: Math.min(push.lines, maxLines) },
    (_, i): Entry => [String(first + BigInt(i) * BigInt(push.stepNs)), source.lineAt(push.firstSequence + i)],
  );
}

/**
 * Returns the query's entries in order of time. Loki splits a stream into several results if its structured metadata
 * (`detected_level`) differs.
 */
function readEntries({ data }: QueryAnswer): readonly Entry[] {
  if (data?.resultType !== "streams") return [];
  const entries = data.result.flatMap(({ values }) =>
    values.map(([timestampNs, line]): Entry => [timestampNs, line]),
  );
  return entries.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0));
}

/** Compares read entries with pushed entries one by one: the timestamp and every byte of the line. */
export function compareEntries(
  expected: readonly Entry[],
  read: readonly Entry[],
): Pick<SampleRead, "expectedLines" | "readLines" | "mismatches" | "firstMismatch"> {
  const show = (entry: Entry | undefined): string =>
    entry === undefined ? "nothing" : `${entry[0]} ${entry[1]}`;
  const length = Math.max(expected.length, read.length);
  const differing = Array.from({ length }, (_, i) => i).filter((i) => show(expected[i]) !== show(read[i]));
  const [entry] = differing;
  const counts = { expectedLines: expected.length, readLines: read.length, mismatches: differing.length };
  if (entry === undefined) return counts;
  return { ...counts, firstMismatch: { entry, expected: show(expected[entry]), read: show(read[entry]) } };
}
