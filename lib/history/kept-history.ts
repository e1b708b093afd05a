import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { historySpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type HistoryRecord, layoutRecord } from "../run-folder/history-record.ts";
import type { Stack } from "../stack/stack.ts";

/** A history on a kept stack, with the seed and spec that determine its lines. */
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
 * Returns those of these tenants' histories that an earlier run on this stack wrote as the plan wants them and could
 * read completely.
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

/** Saves this run's histories with the stack for the next run. Only a history that could be read is saved. */
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

/** Returns no histories if there is no file or it cannot be read; they are then written again. */
async function readNotes({ notes }: Pick<Stack, "notes">): Promise<Readonly<Record<string, Kept>>> {
  if (notes === undefined) return {};
  try {
    return keptByTenant.parse(JSON.parse(await readFile(notesFile(notes), "utf8")));
  } catch {
    return {};
  }
}
