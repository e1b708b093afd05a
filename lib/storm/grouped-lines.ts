import { seriesName } from "./answer.ts";
import type { MetricAsk } from "./ask.ts";
import type { FoundLines } from "./history-lines.ts";

/** The lines of one stream that belong to one series, ordered by sequence number. */
export interface GroupedLines {
  readonly series: string;
  readonly stream: number;
  readonly sequences: number[];
  /** Element i is the size in bytes of all lines before line i. The list has one element more than there are lines. */
  readonly bytesBefore: number[];
  /** The value of the unwrapped field in each line; empty if the query unwraps no field. */
  readonly values: number[];
}

const cache = new WeakMap<FoundLines, Map<string, readonly GroupedLines[]>>();

/** Groups a stream's lines by the series of a metric query. A line without the unwrapped field is skipped. */
export function groupedLines(found: FoundLines, { by, aggregation }: MetricAsk): readonly GroupedLines[] {
  const unwrap = "unwrap" in aggregation ? aggregation.unwrap : undefined;
  const known = cache.get(found) ?? new Map<string, readonly GroupedLines[]>();
  cache.set(found, known);
  const key = JSON.stringify([by, unwrap]);
  const grouped = known.get(key) ?? group(found, by, unwrap);
  known.set(key, grouped);
  return grouped;
}

function group(
  found: FoundLines,
  by: readonly string[],
  unwrap: string | undefined,
): readonly GroupedLines[] {
  const groups = new Map<string, GroupedLines>();
  for (const [place, fields] of found.fields.entries()) {
    const value = unwrap === undefined ? undefined : fields[unwrap];
    if (unwrap !== undefined && value === undefined) continue;
    const series = nameOf({ ...fields, ...found.labels }, by);
    const one = groups.get(series) ?? {
      series,
      stream: found.stream,
      sequences: [],
      bytesBefore: [0],
      values: [],
    };
    groups.set(series, one);
    one.sequences.push(found.sequences[place] ?? 0);
    one.bytesBefore.push((one.bytesBefore.at(-1) ?? 0) + (found.bytes[place] ?? 0));
    if (value !== undefined) one.values.push(Number(value));
  }
  return [...groups.values()];
}

/** Returns the name of the series that a line belongs to, without labels that the line does not have. */
function nameOf(labels: Readonly<Record<string, string>>, by: readonly string[]): string {
  const pairs = by.flatMap((label) => {
    const value = labels[label];
    return value === undefined ? [] : [[label, value] as const];
  });
  return seriesName(Object.fromEntries(pairs));
}
