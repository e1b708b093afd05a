import type { Clock } from "../base/clock.ts";
import { wallClock } from "../base/clock.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../plan/plan.ts";
import type { HistoryRecord } from "../run-folder/history-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import type { Stack } from "../stack/stack.ts";
import { awaitHistory } from "./await-history.ts";
import { flushAndUpload } from "./flush.ts";
import { historyLayout } from "./history-layout.ts";
import { keepHistory, keptHistory } from "./kept-history.ts";
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
 * Writes the tenants' backdated data through the gateway, oldest first, and appends a record of each push to
 * pushes.jsonl. Then moves the data into the object store, because queries for data older than `query_ingesters_within`
 * look only there. Writes records/history.json. Backdated data that an earlier run on this stack wrote for the same
 * seed and spec is reused if it can be read completely. Never throws because of Loki's answers. Does nothing if the
 * plan has no backdated data.
 */
export async function writeHistory(options: HistoryOptions): Promise<void> {
  const { plan, stack, runDir } = options;
  const due = Object.entries(plan.tenants).flatMap(([tenant, { history }]) => (history ? [tenant] : []));
  if (due.length === 0) return;
  const found = await findKept(due, options);
  const lacking = due.filter((tenant) => !(tenant in found));
  const { tenants, flush } = lacking.length === 0 ? { tenants: {} } : await writeTenants(lacking, options);
  const record: HistoryRecord = {
    tenants: { ...found, ...tenants },
    ...(flush === undefined ? {} : { flush }),
  };
  await writeRecord(runDir, runFiles.history, record);
  await keepHistory(stack, plan, record);
}

/**
 * Returns, for these tenants, the backdated data that an earlier run left on this stack and that can still be read
 * completely.
 */
async function findKept(
  due: readonly string[],
  { plan, stack, signal, progress }: HistoryOptions,
): Promise<HistoryRecord["tenants"]> {
  const kept = await keptHistory(stack, plan, due);
  const found: Record<string, HistoryRecord["tenants"][string]> = {};
  for (const [tenant, { runId, layout }] of Object.entries(kept)) {
    progress.say(`reading the history of ${tenant} that ${runId} wrote`);
    const why = await awaitHistory({ url: stack.gatewayUrl, runId, tenant, layout, signal });
    if (why === undefined) found[tenant] = { runId, layout, acknowledged: true, readable: true };
    else progress.warn(`the history that ${runId} wrote is not there any more: ${why}`);
  }
  return found;
}

async function writeTenants(due: readonly string[], options: HistoryOptions): Promise<HistoryRecord> {
  const { stack, signal, progress } = options;
  progress.say(`writing the history of ${due.join(", ")}`);
  const written = await Promise.all(due.map((tenant) => writeTenant(tenant, options)));
  const flush = await flushAndUpload(stack, signal, progress);
  if (flush.why !== undefined)
    progress.warn(`the history written for the queries was not flushed to the object store: ${flush.why}`);
  const records = await Promise.all(
    written.map(async (one) => [one.tenant, await recordOf(one, flush.indexUploaded, options)] as const),
  );
  return { tenants: Object.fromEntries(records), flush };
}

interface Written extends PushedHistory {
  /**
   * Lines of the tenant's backdated data that the distributors received; undefined if the distributors did not report a
   * count.
   */
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

/**
 * Returns the record of a tenant's backdated data. Waits for the data to become readable only if it can be in the
 * object store.
 */
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

/** Returns why the backdated data can never be read completely; undefined if nothing prevents reading. */
function lost({ tenant, acknowledgedLines, receivedLines }: Written): string | undefined {
  if (receivedLines === undefined || receivedLines >= acknowledgedLines) return undefined;
  return `${tenant}: ${acknowledgedLines} lines were acknowledged, and the distributors received ${receivedLines}`;
}
