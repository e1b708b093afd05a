/** The part of an answer under one name: one series, or one list of lines or names. */
export interface AnswerPart {
  /** Number of points with a value, of lines, or of names. */
  readonly count: number;
  /** Sum of all values, each rounded to thousandths; absent if there are no values. */
  readonly sum?: number;
  /** MD5 of the complete part, in order: every timestamp and value, every line, every name. */
  readonly digest: string;
  /** Some of the lines or names, for the reader. */
  readonly some?: readonly string[];
}

/** An answer in a reduced form for comparison: equal answers have equal reduced forms. */
export type Answer = Readonly<Record<string, AnswerPart>>;

/** A function that returns an MD5 in hex. k6 and Node use different implementations. */
export type Digest = (text: string) => string;

/** Seconds since the epoch, and a value. */
export type Point = readonly [atS: number, value: number];

/** Nanoseconds since the epoch as a decimal string, and the line. */
export type Entry = readonly [ns: string, line: string];

/**
 * Reduces the points of one series. Values are multiplied by `unit` and rounded to thousandths, so that a rate times
 * its range is compared as the count that it came from.
 */
export function metricPart(points: readonly Point[], unit: number, digest: Digest): AnswerPart {
  let sum = 0;
  const thousandths = points.map(([atS, value]) => {
    const cut = Math.round(value * unit * 1000);
    sum += cut;
    return `${atS}:${cut}`;
  });
  return { count: points.length, sum: sum / 1000, digest: digest(thousandths.join(" ")) };
}

/** Reduces lines, sorted by time, whatever order they arrived in. */
export function linesPart(entries: readonly Entry[], digest: Digest): AnswerPart {
  const texts = entries.map(([ns, line]) => `${ns} ${line}`).sort();
  return { count: texts.length, digest: digest(texts.join("\n")), some: ends(texts) };
}

export function namesPart(names: readonly string[], digest: Digest): AnswerPart {
  const sorted = [...names].sort();
  return { count: sorted.length, digest: digest(sorted.join("\n")), some: ends(sorted) };
}

const shownCharacters = 200;

function ends(sorted: readonly string[]): readonly string[] {
  const picked = sorted.length > 2 ? [sorted[0] ?? "", sorted.at(-1) ?? ""] : sorted;
  return picked.map((text) => text.slice(0, shownCharacters));
}

/** Returns the name of a series: "pod=a,status=500", or "all" for a series without labels. */
export function seriesName(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "all" : pairs.sort().join(",");
}

/**
 * Reduces a top list to its values, because Loki may choose any of several equal series. At the boundary of two
 * splits both answer, each with its own choice among equals. Then the answer has more series than requested (seen on
 * 3.7.8). Extra values that equal the last one are ignored; any other extra value counts.
 */
export function topPart(
  series: readonly (readonly Point[])[],
  { top, unit }: { readonly top: number; readonly unit: number },
  digest: Digest,
): AnswerPart {
  const byTime = new Map<number, number[]>();
  for (const [atS, value] of series.flat()) byTime.set(atS, [...(byTime.get(atS) ?? []), value]);
  const points = [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([atS, values]): Point => {
      const high = values.sort((a, b) => b - a);
      const last = high[top - 1];
      const kept = high.filter((value, place) => place < top || value !== last);
      return [atS, kept.reduce((sum, value) => sum + value, 0)];
    });
  return metricPart(points, unit, digest);
}
