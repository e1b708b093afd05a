import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { describeError, usageError } from "../base/errors.ts";
import { type Plan, plan as planSchema } from "../plan/plan.ts";
import { type Told, withBodies } from "./generator-site.ts";
import { toldOf } from "./run-load.ts";

/** The contents of load.json, a file next to plan.json with the other facts that the generators need. */
const shared = z.strictObject({ generators: z.int().positive(), gatewayUrl: z.url() });
export type SharedLoad = z.infer<typeof shared>;

/** A plan whose generators lokiproof does not start itself, and the input of each of their scripts. */
export interface PlannedElsewhere extends SharedLoad {
  readonly plan: Plan;
  readonly told: readonly Told[];
}

/** Reads plan.json and load.json of a folder. Throws usageError if one is missing or invalid. */
export async function readLoadPlan(dir: string): Promise<PlannedElsewhere> {
  const plan = await parsed(join(dir, "plan.json"), planSchema);
  const load = await parsed(join(dir, "load.json"), shared);
  const told = await toldOf({ plan, gatewayUrl: load.gatewayUrl, runDir: dir }, load.generators);
  return { plan, told, ...load };
}

/** Writes flood.json and storm.json for k6 into `dir`. The push bodies are in the cache (XDG_CACHE_HOME). */
export async function writeLoadFiles(
  planDir: string,
  { dir, signal }: { readonly dir: string; readonly signal: AbortSignal },
): Promise<void> {
  const { told } = await readLoadPlan(planDir);
  await mkdir(dir, { recursive: true });
  for (const one of told) {
    const ready = await withBodies(one, signal);
    await writeFile(join(dir, `${one.script}.json`), JSON.stringify(ready.file));
  }
}

async function parsed<T>(file: string, form: z.ZodType<T>): Promise<T> {
  try {
    return form.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : describeError(cause);
    throw usageError(`${file} is not what lokiproof plan --k6-operator has made: ${why}`, {
      code: "NOT_A_LOAD",
      hint: 'copy the folder /run/lokiproof of the pod "records" as it is',
      cause,
    });
  }
}
