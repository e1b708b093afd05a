import { statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { usageError } from "../base/errors.ts";
import { generatorNeeds } from "../generator/generator-needs.ts";
import { overloadsOf } from "../generator/machine-load.ts";
import type { Plan } from "../plan/plan.ts";
import { cacheFolder } from "./used-folders.ts";

/**
 * Throws usageError for a load that is known to be too much for this machine, because its run could only end as
 * unknown. Accepts every load with --force, and every load that pods generate.
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

/** Returns the free bytes on the disk that holds the folder, or that will hold the folder. */
async function freeBytes(folder: string): Promise<number> {
  for (let at = folder; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const seen = await statfs(at === "" ? "/" : at).catch(() => undefined);
    if (seen !== undefined) return seen.bavail * seen.bsize;
    if (at === "") return Number.POSITIVE_INFINITY;
  }
}
