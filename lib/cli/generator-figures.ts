import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { GeneratorFigure } from "../load/generation-cost.ts";
import { readPushes } from "../load/read-pushes.ts";
import { generatorRecord } from "../load/request-record.ts";
import { plan as planSchema } from "../scenario/plan.ts";
import { plannedFloods } from "../scenario/tenant-groups.ts";

/** In less, k6's start is most of what it cost. */
const leastBytes = 10_000_000;
const lookedAt = 10;

/** What k6 carried on this machine, by format: of each the figure of the newest run that floods with it alone. */
export async function generatorFigures(reportsDir: string): Promise<readonly GeneratorFigure[]> {
  const figures: GeneratorFigure[] = [];
  for (const name of await newestFirst(reportsDir)) {
    const figure = await figureOf(reportsDir, name).catch(() => undefined);
    if (figure && !figures.some(({ format }) => format === figure.format)) figures.push(figure);
  }
  return figures;
}

async function newestFirst(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);
  const made = names
    .filter((name) => name !== "sample")
    .map(async (name) => ({
      name,
      atMs: (await stat(join(dir, name)).catch(() => undefined))?.mtimeMs ?? 0,
    }));
  return (await Promise.all(made))
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, lookedAt)
    .map(({ name }) => name);
}

/** Undefined where the run has no flood of one format, or one too small to tell. Throws where its files are not whole. */
async function figureOf(reportsDir: string, name: string): Promise<GeneratorFigure | undefined> {
  const dir = join(reportsDir, name);
  const plan = planSchema.parse(JSON.parse(await readFile(join(dir, "plan.json"), "utf8")));
  const formats = new Set(plannedFloods(plan).map(({ flood }) => flood.format));
  const [format] = formats;
  if (format === undefined || formats.size > 1) return undefined;
  const generators = z
    .array(generatorRecord)
    .parse(JSON.parse(await readFile(join(dir, "records", "generator.json"), "utf8")));
  const floods = generators.filter(({ script }) => script === "flood");
  const cpuSeconds = floods.reduce((sum, one) => sum + one.cpuSeconds, 0);
  const pushes = (await readPushes(dir)).filter(({ kind }) => kind === "flood");
  const bytes = pushes.reduce((sum, { lineBytes }) => sum + lineBytes, 0);
  if (bytes < leastBytes || cpuSeconds === 0) return undefined;
  const source = `${name}: ${Math.round(bytes / 1e6)} MB in ${cpuSeconds.toFixed(1)} CPU-s`;
  return { format, megabytesPerCpuSecond: bytes / 1e6 / cpuSeconds, source };
}
