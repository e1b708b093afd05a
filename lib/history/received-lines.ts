import { readMetrics, sumOf } from "../loki/metrics.ts";
import type { Stack } from "../stack/stack.ts";

/** What one distributor says that it received of one tenant, since it started. */
interface Received {
  readonly name: string;
  readonly startedS: number | undefined;
  readonly lines: number;
}

/** Every distributor's count of a tenant's lines; undefined where one does not answer, or the stack has none. */
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
 * Lines that the distributors received between two counts: a line that none of them received is in no ingester and in no
 * store, and never will be. Undefined where that cannot be said: a count is missing, or one of them started in between.
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
