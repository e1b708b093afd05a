import { writeFile } from "node:fs/promises";
import type { Clock } from "../base/clock.ts";
import { wallClock } from "../base/clock.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Stack } from "../stack/stack.ts";
import { awaitHistory } from "./await-history.ts";
import { flushAndUpload } from "./flush.ts";
import { historyLayout } from "./history-layout.ts";
import { type HistoryRecord, historyFile } from "./history-record.ts";
import { type PushedHistory, pushHistory } from "./push-history.ts";
import { receivedBetween, receivedLines } from "./received-lines.ts";

export interface HistoryOptions {
  readonly plan: Plan;
  readonly stack: Stack;
  readonly runDir: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly clock?: Clock;
}

/**
 * Writes the tenants' backdated data through the gateway, oldest first, appends a record of each push to pushes.jsonl,
 * and brings it into the object store, where alone queries look for it (older than `query_ingesters_within`). Leaves
 * records/history.json. Never throws for what Loki answers; a plan without history does nothing.
 */
export async function writeHistory(options: HistoryOptions): Promise<void> {
  const { plan, stack, runDir, signal, progress } = options;
  const tenants = Object.entries(plan.tenants).flatMap(([tenant, { history }]) => (history ? [tenant] : []));
  if (tenants.length === 0) return;
  progress.say(`writing the history of ${tenants.join(", ")}`);
  const written = await Promise.all(tenants.map((tenant) => writeTenant(tenant, options)));
  const flush = await flushAndUpload(stack, signal, progress);
  if (flush.why !== undefined) progress.warn(`the history is not in the store: ${flush.why}`);
  const records = await Promise.all(
    written.map(async (one) => [one.tenant, await recordOf(one, flush.indexUploaded, options)] as const),
  );
  const record: HistoryRecord = { tenants: Object.fromEntries(records), flush };
  await writeFile(historyFile(runDir), `${JSON.stringify(record, null, 1)}\n`);
}

interface Written extends PushedHistory {
  /** What the distributors received of it, where they say. */
  readonly receivedLines: number | undefined;
}

async function writeTenant(tenant: string, options: HistoryOptions): Promise<Written> {
  const { plan, stack, signal, clock = wallClock } = options;
  const history = plan.tenants[tenant]?.history ?? { spanS: 1, lines: 1, streams: 1 };
  const layout = historyLayout(history, clock.now());
  const before = await receivedLines(stack, tenant, signal);
  const pushed = await pushHistory(tenant, layout, { ...options, gatewayUrl: stack.gatewayUrl });
  const received = receivedBetween(before, await receivedLines(stack, tenant, signal));
  return { ...pushed, receivedLines: received };
}

/** What became of a tenant's history; only what can be in the store is worth waiting for. */
async function recordOf(
  written: Written,
  stored: boolean,
  options: HistoryOptions,
): Promise<HistoryRecord["tenants"][string]> {
  const { plan, stack, signal, progress } = options;
  const { tenant, layout, acknowledged } = written;
  const record = { runId: plan.runId, layout, acknowledged };
  if (!stored || !acknowledged) return { ...record, readable: false };
  progress.say(`waiting until the history of ${tenant} is readable`);
  const url = stack.gatewayUrl;
  const why = lost(written) ?? (await awaitHistory({ url, runId: plan.runId, tenant, layout, signal }));
  if (why !== undefined) progress.warn(`the history is not readable: ${why}`);
  return { ...record, readable: why === undefined };
}

/** Why it can never be read as a whole; undefined where it may be. */
function lost({ tenant, acknowledgedLines, receivedLines }: Written): string | undefined {
  if (receivedLines === undefined || receivedLines >= acknowledgedLines) return undefined;
  return `${tenant}: ${acknowledgedLines} lines were acknowledged, and the distributors received ${receivedLines}`;
}
