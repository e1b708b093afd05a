import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { historySpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type HistoryRecord, layoutRecord } from "../run-folder/history-record.ts";
import type { Stack } from "../stack/stack.ts";

/** The saved description of one tenant's backdated data on a kept stack. The seed and the spec determine its lines. */
const kept = z.strictObject({
  seed: z.int(),
  spec: historySpec,
  runId: z.string(),
  layout: layoutRecord,
});
type Kept = z.infer<typeof kept>;
const keptByTenant = z.record(z.string(), kept);

function notesFile(notes: string): string {
  return join(notes, "history.json");
}

/**
 * Returns, for these tenants, the backdated data that an earlier run on this stack wrote with the same seed and spec,
 * and could read completely.
 */
export async function keptHistory(
  stack: Pick<Stack, "notes">,
  plan: Pick<Plan, "seed" | "tenants">,
  tenants: readonly string[],
): Promise<Readonly<Record<string, Kept>>> {
  const all = await readNotes(stack);
  const same = Object.entries(all).filter(([tenant, { seed, spec }]) => {
    const wanted = plan.tenants[tenant]?.history;
    return tenants.includes(tenant) && seed === plan.seed && JSON.stringify(spec) === JSON.stringify(wanted);
  });
  return Object.fromEntries(same);
}

/**
 * Saves the descriptions of this run's backdated data with the stack, for the next run. Only data that could be read is
 * saved.
 */
export async function keepHistory(
  stack: Pick<Stack, "notes">,
  plan: Pick<Plan, "seed" | "tenants">,
  record: HistoryRecord,
): Promise<void> {
  if (stack.notes === undefined) return;
  const readable = Object.entries(record.tenants).flatMap(([tenant, { runId, layout, readable }]) => {
    const spec = plan.tenants[tenant]?.history;
    return readable && spec !== undefined
      ? [[tenant, { seed: plan.seed, spec, runId, layout }] as const]
      : [];
  });
  const all = { ...(await readNotes(stack)), ...Object.fromEntries(readable) };
  await writeFile(notesFile(stack.notes), JSON.stringify(all));
}

/**
 * Reads the saved descriptions of backdated data. Returns none if the file is missing or cannot be read; the run then
 * writes the backdated data again.
 */
async function readNotes({ notes }: Pick<Stack, "notes">): Promise<Readonly<Record<string, Kept>>> {
  if (notes === undefined) return {};
  try {
    return keptByTenant.parse(JSON.parse(await readFile(notesFile(notes), "utf8")));
  } catch {
    return {};
  }
}
