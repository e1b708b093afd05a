import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { flushOutcome } from "./flush.ts";
import type { QueryMix } from "./query-mix/plan-queries.ts";

export const layoutRecord = z.strictObject({
  startMs: z.number(),
  stepNs: z.int().positive(),
  offsetNs: z.int().nonnegative(),
  streams: z.int().positive(),
  linesPerStream: z.int().positive(),
});

/** What was written before the load, as `records/history.json` holds it. */
export const historyRecord = z.strictObject({
  tenants: z.record(
    z.string(),
    z.strictObject({
      /** Of the run that wrote it, which its streams are labelled with. */
      runId: z.string(),
      layout: layoutRecord,
      /** Every push of it was acknowledged: its counts are known exactly. */
      acknowledged: z.boolean(),
      /** It was read completely, through the gateway, before the load began. */
      readable: z.boolean(),
    }),
  ),
  /** Absent where all of it was there already. */
  flush: flushOutcome.optional(),
});
export type HistoryRecord = z.infer<typeof historyRecord>;

export function historyFile(runDir: string): string {
  return join(runDir, "records", "history.json");
}

/**
 * The tenant's history when all of it was readable before the load: from then on every count of it must be exact.
 * Undefined otherwise, and where none was written: then no count of it is expected of Loki.
 */
export async function readableHistory(runDir: string): Promise<(tenant: string) => QueryMix["history"]> {
  let text: string;
  try {
    text = await readFile(historyFile(runDir), "utf8");
  } catch {
    return () => undefined;
  }
  const { tenants } = historyRecord.parse(JSON.parse(text));
  return (tenant) => {
    const written = tenants[tenant];
    return written?.readable === true ? { runId: written.runId, layout: written.layout } : undefined;
  };
}
