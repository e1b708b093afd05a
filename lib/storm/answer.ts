/** What an answer says under one name: a series' labels, or what it lists. */
export interface AnswerPart {
  /** Points with a value, lines, or names. */
  readonly count: number;
  /** Of all values, in thousandths cut; absent where there are no values. */
  readonly sum?: number;
  /** MD5 of all of it, in order: every timestamp and value, every line, every name. */
  readonly digest: string;
  /** Some of the lines or names, for the reader. */
  readonly some?: readonly string[];
}

/** An answer, reduced so that two are the same where these are. */
export type Answer = Readonly<Record<string, AnswerPart>>;

/** MD5 in hex: k6 has its own, Node another. */
export type Digest = (text: string) => string;

/** Seconds since the epoch, and a value. */
export type Point = readonly [atS: number, value: number];

/** [nanoseconds since the epoch as a decimal string, line] */
export type Entry = readonly [ns: string, line: string];

/**
 * Values are cut to thousandths after `unit` multiplied them, so that what is a count again (a rate times its range) is
 * compared as one.
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

/** In the order of time, whatever the order they came in. */
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

/** "pod=a,status=500"; "all" of a series without labels. */
export function seriesName(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "all" : pairs.sort().join(",");
}

/**
 * A top list is compared by its values: which of equals are in it is for Loki to choose. Where two splits of a query meet
 * both answer, each with a choice of its own among equals, and the answer has more than it was asked for (seen on
 * 3.7.8): those as high as the last are let go, any other is not.
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
