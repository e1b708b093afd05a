import type { PushRecord } from "../../run-folder/request-record.ts";
import { type Discrepancy, ledgerOf, reconcile } from "./ledger.ts";
import type { TenantCounts } from "./read-counts.ts";
import { pickSamples, type SampleRead } from "./read-samples.ts";

export interface ReadVerdict {
  readonly acknowledged: number;
  /** The number of acknowledged lines that were read, without surplus lines. */
  readonly read: number;
  /** Reads that Loki did not answer with 200, with Loki's messages. */
  readonly unanswered: readonly string[];
  /**
   * Streams with missing or surplus lines. Also pods under which lines were read although nothing was pushed for them.
   */
  readonly wrong: readonly string[];
}

/** Compares the line counts of a reader with what the pushes require. A stream without a count has zero lines. */
export function judgeCounts(pushes: readonly PushRecord[], counts: readonly TenantCounts[]): ReadVerdict {
  const ledger = ledgerOf(pushes);
  const read = counts.flatMap(({ tenant, streams }) => streams.map((one) => ({ tenant, ...one })));
  const discrepancies = reconcile(ledger, read);
  const acknowledged = ledger.reduce((sum, entry) => sum + entry.acknowledged, 0);
  const strange = counts.flatMap(({ tenant, strange }) =>
    strange.map(
      ({ pod, lines }) => `${tenant}: ${lines} lines of ${pod || "no pod"}, to which nothing was pushed`,
    ),
  );
  return {
    acknowledged,
    read: acknowledged - discrepancies.reduce((sum, { missing }) => sum + missing, 0),
    unanswered: counts
      .filter(({ status }) => status !== 200)
      .map(({ tenant, kind, status, error }) => `${tenant}'s ${kind}: ${status} ${error ?? ""}`),
    wrong: [...discrepancies.map(describeDiscrepancy), ...strange],
  };
}

function describeDiscrepancy({ tenant, stream, missing, surplus }: Discrepancy): string {
  return `${tenant} stream ${stream}: ${missing > 0 ? `${missing} acknowledged lines missing` : `${surplus} lines too many`}`;
}

/**
 * Compares a sample of pushes with what was read back. Finds pushes that were not read or that differ from what was
 * pushed. The seed determines the sample.
 */
export function judgeSamples(
  pushes: readonly PushRecord[],
  seed: number,
  samples: readonly SampleRead[],
): { readonly due: number; readonly lines: number; readonly wrong: readonly string[] } {
  const due = pickSamples(pushes, seed);
  const read = new Map(samples.map((one) => [sampleKey(one), one]));
  const wrong = due.flatMap(({ tenant, stream, firstSequence }) => {
    const where = `${tenant} stream ${stream} from entry ${firstSequence}`;
    const seen = read.get(sampleKey({ tenant, stream, firstSequence }));
    if (seen === undefined) return [`${where}: not read`];
    const exact = seen.status === 200 && seen.mismatches === 0 && seen.readLines === seen.expectedLines;
    return exact && seen.readLines > 0 ? [] : [`${where}: ${describeSample(seen)}`];
  });
  return { due: due.length, lines: samples.reduce((sum, { readLines }) => sum + readLines, 0), wrong };
}

function sampleKey({
  tenant,
  stream,
  firstSequence,
}: Pick<SampleRead, "tenant" | "stream" | "firstSequence">): string {
  return `${firstSequence} ${stream} ${tenant}`;
}

function describeSample({
  status,
  error,
  mismatches,
  expectedLines,
  firstMismatch: first,
}: SampleRead): string {
  if (status !== 200) return `answered ${status} ${error ?? ""}`;
  const shown =
    first === undefined ? "" : `; entry ${first.entry}: expected ${first.expected}, read ${first.read}`;
  return `${mismatches} of ${expectedLines} entries differ${shown}`;
}
