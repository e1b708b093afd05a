import { fateOf, type PushFate } from "../../loki/push-fate.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";

export interface LinesAndBytes {
  readonly lines: number;
  /** The bytes of log lines only, without labels, timestamps or structured metadata. */
  readonly bytes: number;
}

/** The lines and bytes sent for one tenant, grouped by what happened to them according to Loki's answers. */
export type PushedTotals = Readonly<Record<PushFate, LinesAndBytes>> & {
  /** The number of streams with acknowledged lines. */
  readonly streams: number;
  /** The number of streams without acknowledged lines of which Loki might still have accepted lines. */
  readonly doubtfulStreams: number;
  /**
   * The number of pushes that an ingester refused. For such a push, most of the stream's replicas discarded some lines.
   */
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

/**
 * Returns whether it was an ingester that refused the push: validation.ErrStreamRateLimit or
 * validation.StreamLimitErrorMsg (pkg/ingester, 3.7.8).
 */
function byIngesters({ status, error = "" }: PushRecord): boolean {
  return status === 429 && /per stream rate limit exceeded|maximum active stream limit exceeded/i.test(error);
}
