import { poll } from "../../base/poll.ts";
import { type LabelMatch, readMetrics, sumOf } from "../../loki/metrics.ts";
import type { Member } from "../../stack/stack.ts";

/** A metric's value for each Loki process, by the process's name. A process without the metric is absent. */
export type Counts = Readonly<Record<string, number>>;

export interface CountChoice {
  readonly members: readonly Member[];
  readonly metric: string;
  readonly labels?: LabelMatch;
}

export async function countsNow(
  { members, metric, labels }: CountChoice,
  signal: AbortSignal,
): Promise<Counts> {
  const read = members.map(
    async ({ name, url }) => [name, sumOf(await readMetrics(url, signal), metric, labels)] as const,
  );
  return Object.fromEntries(
    (await Promise.all(read)).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

export interface IncreaseOptions {
  readonly before: Counts;
  /** Receives each Loki process's increase of the metric so far. The wait ends when this function returns true. */
  readonly settled: (increase: Counts) => boolean;
  readonly timeoutMs: number;
  /** Called before each reading of the metric, for example to request a flush. */
  readonly nudge?: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Waits until `settled` returns true or the timeout passes. Returns how much the metric of each Loki process grew, as
 * last read.
 */
export async function increaseSince(choice: CountChoice, options: IncreaseOptions): Promise<Counts> {
  const { before, settled, nudge, timeoutMs, signal } = options;
  const look = async (attempt: AbortSignal): Promise<Counts> => {
    await nudge?.(attempt);
    const now = await countsNow(choice, attempt);
    return Object.fromEntries(
      Object.entries(now).map(([name, value]) => [name, value - (before[name] ?? 0)]),
    );
  };
  return (await poll(look, settled, { timeoutMs, intervalMs: 250, signal })).last ?? {};
}

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, value) => sum + value, 0);
}
