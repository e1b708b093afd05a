import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { GeneratorFigure } from "../generator/generation-cost.ts";
import { plannedFloods } from "../plan/tenant-groups.ts";
import { readLinesSoFar, readStrictly } from "../run-folder/read-strictly.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFiles } from "../run-folder/run-files.ts";

/**
 * The minimum number of bytes from which a figure is computed. In smaller loads, most of the CPU time is k6's start.
 */
const leastBytes = 10_000_000;
const lookedAt = 10;

/**
 * Returns how much k6 generated per CPU-second on this machine, by push format. Each figure is from the newest run
 * whose floods all have this format.
 */
export async function generatorFigures(reportsDir: string): Promise<readonly GeneratorFigure[]> {
  const figures: GeneratorFigure[] = [];
  for (const name of await newestFirst(reportsDir)) {
    const figure = figureOrNothing(join(reportsDir, name));
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

function figureOrNothing(dir: string): GeneratorFigure | undefined {
  try {
    return figureOf(dir);
  } catch (error) {
    if (error instanceof RunFileError) return undefined;
    throw error;
  }
}

/**
 * Returns k6's figure from one run. Returns undefined if the run has no flood, floods of several formats, or too little
 * data for a figure. Throws RunFileError if the run's files are damaged or incomplete.
 */
function figureOf(dir: string): GeneratorFigure | undefined {
  const plan = readStrictly(dir, runFiles.plan);
  const formats = new Set(plannedFloods(plan).map(({ flood }) => flood.format));
  const [format] = formats;
  if (format === undefined || formats.size > 1) return undefined;
  const generators = readStrictly(dir, runFiles.generators);
  const floods = generators.filter(({ script }) => script === "flood");
  const cpuSeconds = floods.reduce((sum, one) => sum + one.cpuSeconds, 0);
  const pushes = readLinesSoFar(dir, runFiles.pushes).filter(({ kind }) => kind === "flood");
  const bytes = pushes.reduce((sum, { lineBytes }) => sum + lineBytes, 0);
  if (bytes < leastBytes || cpuSeconds === 0) return undefined;
  const source = `${basename(dir)}: ${Math.round(bytes / 1e6)} MB in ${cpuSeconds.toFixed(1)} CPU-s`;
  return { format, megabytesPerCpuSecond: bytes / 1e6 / cpuSeconds, source };
}
