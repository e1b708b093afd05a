import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beatsOf } from "../beats.ts";
import type { Ended, Told } from "../generator-site.ts";
import type { K6Exit } from "../k6-process.ts";
import { readDropped, recordFileOf } from "../k6-process.ts";
import { readLoadPlan } from "../load-files.ts";

/**
 * Returns the result of every k6-operator runner of a plan's TestRuns, from records that were copied from the runners'
 * shared claim into `dir`/load. A runner without records gets a result with the reason. CPU time is not known and is 0.
 */
export async function collectedRunners(dir: string): Promise<readonly Ended[]> {
  const { told, generators } = await readLoadPlan(dir);
  const folders = await readdir(join(dir, "load")).catch(() => []);
  const runners = told.flatMap((one) =>
    Array.from({ length: generators }, (_, index) => ({ one, share: { index, of: generators } })),
  );
  return Promise.all(
    runners.map(async ({ one, share }) => {
      const folder = folders.find((name) => isOf(name, one.script, share.index));
      const own = join(dir, "load", folder ?? `${one.script}-${share.index + 1}`);
      return { ...one, share, dir: own, exit: await exitOf(own, one.script), starved: undefined };
    }),
  );
}

/**
 * Returns whether the folder belongs to this k6-operator runner. The operator's runners are Jobs named "<test
 * run>-<number from 1>", and the names of their pods have a further suffix.
 */
function isOf(folder: string, script: Told["script"], index: number): boolean {
  return new RegExp(`^${script}-${index + 1}(-[a-z0-9]+)?$`).test(folder);
}

async function exitOf(dir: string, script: Told["script"]): Promise<K6Exit> {
  const text = await readFile(recordFileOf(dir, script), "utf8").catch(() => undefined);
  const beats = beatsOf(text ?? "");
  const wallSeconds = ((beats.at(-1)?.beatMs ?? 0) - (beats[0]?.beatMs ?? 0)) / 1000;
  const exit = { stderr: "", cpuSeconds: 0, cpu: [], wallSeconds };
  const dropped = await readDropped(join(dir, `${script}.summary.json`));
  if (text === undefined)
    return { ...exit, exitCode: -1, dropped: {}, stderr: `nothing was found at ${dir}` };
  // k6 writes the summary only when it ends by itself.
  if (dropped === undefined)
    return { ...exit, exitCode: -1, dropped: {}, stderr: "it did not end: no summary" };
  return { ...exit, exitCode: 0, dropped };
}
