import { statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { usageError } from "../base/errors.ts";
import { generatorNeeds } from "../generator/generator-needs.ts";
import { overloadsOf } from "../generator/machine-load.ts";
import type { Plan } from "../plan/plan.ts";
import { cacheFolder } from "./used-folders.ts";

/**
 * Throws usageError for a load that this machine is known not to carry: its run could only end as unknown. Loads that are
 * sent from elsewhere, and forced ones, are taken.
 */
export async function refuseOverload(
  plan: Plan,
  { force, generators }: { readonly force?: boolean; readonly generators?: number },
): Promise<void> {
  if (force === true || generators !== undefined) return;
  const overloads = overloadsOf(plan, generatorNeeds(plan), {
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    diskBytes: await freeBytes(cacheFolder().path),
  });
  if (overloads.length === 0) return;
  const factor = Math.max(...overloads.map((one) => one.factor));
  const scale = Math.ceil(plan.scale * factor * 10) / 10;
  throw usageError(
    `this machine cannot carry the load of ${plan.scenario}:\n${overloads.map(({ what }) => `  ${what}`).join("\n")}`,
    {
      code: "OVERLOAD",
      hint: `divide it further with --scale ${scale}, or run it all the same with --force`,
    },
  );
}

/** Returns the free bytes of the disk that a folder is on, or is going to be on. */
async function freeBytes(folder: string): Promise<number> {
  for (let at = folder; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const seen = await statfs(at === "" ? "/" : at).catch(() => undefined);
    if (seen !== undefined) return seen.bavail * seen.bsize;
    if (at === "") return Number.POSITIVE_INFINITY;
  }
}
