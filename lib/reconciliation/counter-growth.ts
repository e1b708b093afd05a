import { type LabelMatch, samplesOf } from "../loki/metrics.ts";
import type { CountersSnapshot } from "../probe/counters.ts";

/** Two boundaries of a run, as the engine names its snapshots. */
export interface Between {
  readonly from: string;
  readonly to: string;
}

/** How much the members' counters grew between two boundaries. */
export interface CounterGrowth {
  /**
   * Summed over all members, each once, whatever runs in it. A counter appears with its first event
   * (prometheus CounterVec): one that was never seen grew by nothing.
   */
  sum(metric: string, labels?: LabelMatch): number;
  /** Every value of a label that the metric had by then. */
  values(metric: string, label: string): readonly string[];
  /** Why the sums are not all there is; they cannot be judged then. */
  readonly gaps: readonly string[];
}

type Seen = CountersSnapshot["members"][string];
/** What one member counted, from one look at it to the next. */
interface Stretch {
  readonly before: Seen | undefined;
  readonly after: Seen;
}

/** A member that restarts counts from zero again: the look before its restart, which the engine takes, ends a stretch. */
export function growthBetween(snapshots: readonly CountersSnapshot[], between: Between): CounterGrowth {
  const from = snapshots.findIndex(({ boundary }) => boundary === between.from);
  const to = snapshots.findLastIndex(({ boundary }) => boundary === between.to);
  if (from < 0 || to < from) {
    const seen = snapshots.map(({ boundary }) => boundary).join(", ") || "nothing";
    const gap = `no counters from "${between.from}" to "${between.to}": the record has ${seen}`;
    return { sum: () => 0, values: () => [], gaps: [gap] };
  }
  const window = snapshots.slice(from, to + 1);
  const members = [...new Set(window.flatMap((snapshot) => Object.keys(snapshot.members)))];
  const stretches = members.flatMap((name) => stretchesOf(window, name));
  const sampled = stretches.flatMap(({ after }) => after.samples);
  return {
    sum: (metric, labels) => stretches.reduce((sum, one) => sum + grown(one, metric, labels), 0),
    values: (metric, label) => [
      ...new Set(samplesOf(sampled, metric).flatMap(({ labels }) => labels[label] ?? [])),
    ],
    gaps:
      members.length === 0
        ? ["the counters name no member"]
        : members.flatMap((name) => gapsOf(window, name)),
  };
}

function looksAt(window: readonly CountersSnapshot[], name: string): readonly (readonly [string, Seen])[] {
  return window.flatMap(({ boundary, members }) => {
    const seen = members[name];
    return seen === undefined ? [] : [[boundary, seen] as const];
  });
}

function stretchesOf(window: readonly CountersSnapshot[], name: string): readonly Stretch[] {
  const looks = looksAt(window, name).filter(([, { error }]) => error === undefined);
  return looks.slice(1).map(([, after], index) => {
    const before = looks[index]?.[1];
    return { before: bornS(before) === bornS(after) ? before : undefined, after };
  });
}

function grown({ before, after }: Stretch, metric: string, labels: LabelMatch | undefined): number {
  const total = (seen: Seen | undefined): number =>
    samplesOf(seen?.samples ?? [], metric, labels).reduce((sum, { value }) => sum + value, 0);
  return total(after) - total(before);
}

function gapsOf(window: readonly CountersSnapshot[], name: string): readonly string[] {
  const looks = looksAt(window, name);
  const mute = looks.flatMap(([boundary, { error }]) =>
    error === undefined ? [] : [`${name} gave no counters at "${boundary}": ${error}`],
  );
  const ends = [window[0], window.at(-1)].filter((snapshot) => snapshot?.members[name] === undefined);
  const absent = ends.map((snapshot) => `${name} is missing from the counters at "${snapshot?.boundary}"`);
  const restarts = looks.slice(1).flatMap(([boundary, after], index) => {
    const [last, before] = looks[index] ?? [];
    const alike = bornS(before) === bornS(after) && bornS(after) !== undefined;
    return alike || last === `before-restart:${name}`
      ? []
      : [`${name} was restarted by others before "${boundary}"`];
  });
  return [...mute, ...absent, ...(mute.length > 0 ? [] : restarts)];
}

function bornS(seen: Seen | undefined): number | undefined {
  return samplesOf(seen?.samples ?? [], "process_start_time_seconds")[0]?.value;
}
