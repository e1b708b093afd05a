/** One part of a query answer, reduced to a count, a sum and a digest: one series, or one list of lines or names. */
export interface AnswerPart {
  /** The number of points with a value, of lines, or of names in this part of an answer. */
  readonly count: number;
  /** The sum of all values in this part, each rounded to thousandths; absent if there are no values. */
  readonly sum?: number;
  /** The MD5 of this complete part of an answer, in order: every timestamp and value, every line, every name. */
  readonly digest: string;
  /** A few of the lines or names in this part of an answer, for the reader. */
  readonly some?: readonly string[];
}

/** A query answer in a reduced form for comparison: equal answers have equal reduced forms. */
export type Answer = Readonly<Record<string, AnswerPart>>;

/** A function that returns the MD5 of a text in hex. k6 and Node use different implementations. */
export type Digest = (text: string) => string;

/** A point of a series: seconds since the epoch, and a value. */
export type Point = readonly [atS: number, value: number];

/** A log entry: nanoseconds since the epoch as a decimal string, and the line. */
export type Entry = readonly [ns: string, line: string];

/**
 * Reduces the points of one series for comparison. Values are multiplied by `unit` and rounded to thousandths. With the
 * right unit, a rate becomes the count that it came from.
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

/** Reduces log lines for comparison. They are sorted by time, so the order in which they arrived does not matter. */
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
 * Reduces the series of a top list to their values, because Loki chooses freely among equal series. At the boundary of
 * two splits both parts of a query answer, each with its own choice among equal series. The answer then has more series
 * than requested (seen on 3.7.8). Extra values that equal the last requested one are ignored; any other extra value
 * counts.
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
