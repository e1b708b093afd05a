import { peakOf } from "../plan/flood-curve.ts";
import type { FloodSpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { plannedFloods } from "../plan/tenant-groups.ts";
import { generatorShare } from "./crowding.ts";

/**
 * The amount of data that k6 generated per CPU-second (including k6's start) in a push format, and the run that
 * measured it.
 */
export interface GeneratorFigure {
  readonly format: FloodSpec["format"];
  readonly megabytesPerCpuSecond: number;
  readonly source: string;
}

/**
 * The CPU that this machine needs to generate a plan's floods: one line per format, and a warning if this is too much.
 */
export interface GenerationCost {
  readonly lines: readonly string[];
  readonly warning: string | undefined;
}

/**
 * Computes the CPU cost of generating a plan's floods on a machine with `cores` cores. Assumes that the peaks of all
 * floods coincide, so the result is an upper bound.
 */
export function generationCost(
  plan: Pick<Plan, "tenants" | "tenantGroups">,
  figures: readonly GeneratorFigure[],
  cores: number,
): GenerationCost {
  const byFormat = Map.groupBy(plannedFloods(plan), ({ flood }) => flood.format);
  const costs = [...byFormat].map(([format, floods]) => {
    const peakMb = floods.reduce((sum, { flood }) => sum + peakOf(flood.steps), 0) / 1_000_000;
    const figure = figures.find((one) => one.format === format);
    return { format, peakMb, figure, coresAtPeak: figure && peakMb / figure.megabytesPerCpuSecond };
  });
  const most = costs.reduce((sum, { coresAtPeak = 0 }) => sum + coresAtPeak, 0);
  const needs = `at its peak the flood needs ${percent(most)} of a core to generate`;
  return {
    lines: costs.map(({ format, peakMb, figure, coresAtPeak = 0 }) =>
      figure === undefined
        ? `${format}: what k6 generates of it here is not known yet; a run that floods 10 MB or more measures it`
        : `${format}: ${round(figure.megabytesPerCpuSecond)} MB of lines per CPU-second of k6 (${figure.source}); ` +
          `the peak of at most ${round(peakMb)} MB/s needs ${percent(coresAtPeak)} of one core`,
    ),
    warning:
      most > generatorShare * cores
        ? `${needs}: more than ${percent(generatorShare)} of this machine's ${cores} cores, which Loki needs too`
        : undefined,
  };
}

function percent(share: number): string {
  return `${round(share * 100)} %`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(2)));
}
