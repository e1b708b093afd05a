import type { ChangedValue, PlannedChart } from "./chart-schema.ts";

/** The chart, and every value that is not installed as it was given, with the reason; lines for a plan or a report. */
export function describeChart(chart: PlannedChart): string[] {
  const under = chart.base === "none" ? ", values over the chart's own defaults" : "";
  return [
    `  chart ${chart.reference} ${chart.version}${under}${chart.images === undefined ? "" : `; images from ${chart.images}`}`,
    ...chart.laptop.map((value) => `  changed for one machine: ${describeChange(value)}`),
    ...chart.overruled.map((value) => `  left out: ${describeChange(value)}`),
  ];
}

/** "querier.affinity: required -> null (there is one node)". */
export function describeChange({ path, was, now, why }: ChangedValue): string {
  const values = was === undefined ? "" : `: ${was}${now === undefined ? "" : ` -> ${now}`}`;
  return `${path}${values} (${why})`;
}
