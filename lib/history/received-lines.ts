import { readMetrics, sumOf } from "../loki/metrics.ts";
import type { Stack } from "../stack/stack.ts";

/** The number of one tenant's lines that one distributor has received since it started. */
interface Received {
  readonly name: string;
  readonly startedS: number | undefined;
  readonly lines: number;
}

/**
 * Returns every distributor's count of a tenant's lines; undefined if a distributor does not answer, or if the stack
 * has no distributor.
 */
export async function receivedLines(
  stack: Stack,
  tenant: string,
  signal: AbortSignal,
): Promise<readonly Received[] | undefined> {
  const distributors = stack.members.filter(({ component }) => component === "distributor");
  if (distributors.length === 0) return undefined;
  try {
    return await Promise.all(
      distributors.map(async ({ name, url }) => {
        const samples = await readMetrics(url, signal);
        const lines = sumOf(samples, "loki_distributor_lines_received_total", { tenant }) ?? 0;
        return { name, startedS: sumOf(samples, "process_start_time_seconds"), lines };
      }),
    );
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/**
 * Returns how many lines the distributors received between two counts. A line that no distributor received is in no
 * ingester and no store, and never will be. Returns undefined if a count is missing, or if a distributor started
 * between the counts.
 */
export function receivedBetween(
  before: readonly Received[] | undefined,
  after: readonly Received[] | undefined,
): number | undefined {
  if (before === undefined || after === undefined) return undefined;
  let lines = 0;
  for (const { name, startedS, lines: now } of after) {
    const then = before.find((one) => one.name === name);
    if (then === undefined || startedS === undefined || then.startedS !== startedS) return undefined;
    lines += now - then.lines;
  }
  return lines;
}
