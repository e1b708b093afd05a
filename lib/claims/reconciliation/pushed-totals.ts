import { fateOf, type PushFate } from "../../loki/push-fate.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";

export interface LinesAndBytes {
  readonly lines: number;
  /** Bytes of log lines alone. */
  readonly bytes: number;
}

/** What was sent for one tenant, by what its answers say became of it. */
export type PushedTotals = Readonly<Record<PushFate, LinesAndBytes>> & {
  /** Streams of which something was acknowledged. */
  readonly streams: number;
  /** Streams of which nothing was acknowledged, and something may have been taken. */
  readonly doubtfulStreams: number;
  /** Pushes that an ingester refused: some of their lines were discarded on most of the stream's replicas. */
  readonly refusedByIngesters: number;
};

export function pushedTotals(pushes: readonly PushRecord[]): PushedTotals {
  const byFate = Map.groupBy(pushes, ({ status, error }) => fateOf(status, error));
  const of = (fate: PushFate): readonly PushRecord[] => byFate.get(fate) ?? [];
  const taken = new Set(of("acknowledged").map(({ stream }) => stream));
  const doubtful = new Set(of("indeterminate").map(({ stream }) => stream));
  return {
    acknowledged: summed(of("acknowledged")),
    indeterminate: summed(of("indeterminate")),
    refused: summed(of("refused")),
    streams: taken.size,
    doubtfulStreams: doubtful.difference(taken).size,
    refusedByIngesters: of("indeterminate").filter(byIngesters).length,
  };
}

function summed(pushes: readonly PushRecord[]): LinesAndBytes {
  return pushes.reduce((sum, one) => ({ lines: sum.lines + one.lines, bytes: sum.bytes + one.lineBytes }), {
    lines: 0,
    bytes: 0,
  });
}

/** validation.ErrStreamRateLimit and validation.StreamLimitErrorMsg, which ingesters answer (pkg/ingester, 3.7.8). */
function byIngesters({ status, error = "" }: PushRecord): boolean {
  return status === 429 && /per stream rate limit exceeded|maximum active stream limit exceeded/i.test(error);
}
