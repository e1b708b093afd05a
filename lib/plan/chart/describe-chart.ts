import type { ChangedValue, PlannedChart } from "./chart-schema.ts";

/**
 * Describes the chart, and every value that was changed for one machine, with the reason, for a plan or
 * report.
 */
export function describeChart(chart: PlannedChart): string[] {
  const under = chart.base === "none" ? ", values over the chart's own defaults" : "";
  return [
    `  chart ${chart.reference} ${chart.version}${under}${chart.images === undefined ? "" : `; images from ${chart.images}`}`,
    ...changedValues(chart).map(({ path, what }) => `  ${path}: ${what}`),
  ];
}

/**
 * Describes every chart value that was changed for one machine, with the reason. The plan's `dropped` lists the values
 * that were left out.
 */
export function changedValues({ laptop }: PlannedChart): { path: string; what: string }[] {
  return laptop.map((value) => ({ path: value.path, what: `changed for one machine: ${whatOf(value)}` }));
}

/** Describes a changed chart value: "querier.affinity: required -> null (there is one node)". */
export function describeChange(value: ChangedValue): string {
  return `${value.path}: ${whatOf(value)}`;
}

function whatOf({ was, now, why }: ChangedValue): string {
  if (was === undefined) return why;
  return `${was}${now === undefined ? "" : ` -> ${now}`} (${why})`;
}
