import { samplesOf } from "../../loki/metrics.ts";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";

/** Two boundaries of a run. Each has the name of a counter snapshot that the engine takes. */
export interface Between {
  readonly from: string;
  readonly to: string;
}

/** The growth of the Loki processes' counters between two boundaries of a run. */
export interface CounterGrowth {
  /**
   * Sums a counter's growth over all Loki processes. A process counts once, whatever components it runs. A counter
   * appears with its first event (prometheus CounterVec), so a missing counter grew by 0.
   */
  sum(metric: string, tenant: string): number;
  /** Sums a counter's growth for each value of its label `reason`. */
  byReason(metric: string, tenant: string): ReadonlyMap<string, number>;
  /** Reasons why the counter sums are incomplete. Incomplete sums cannot be judged. */
  readonly gaps: readonly string[];
}

type Seen = CountersSnapshot["members"][string];
/**
 * One Loki process's counters in two successive snapshots. `before` is undefined if the process restarted between them.
 */
interface Stretch {
  readonly before: Seen | undefined;
  readonly after: Seen;
}

/**
 * Returns the counters' growth between two boundaries of a run. A restarted Loki process counts from zero again. The
 * engine takes a snapshot before every restart, which is the last one of the old process.
 */
export function growthBetween(snapshots: readonly CountersSnapshot[], between: Between): CounterGrowth {
  const from = snapshots.findIndex(({ boundary }) => boundary === between.from);
  const to = snapshots.findLastIndex(({ boundary }) => boundary === between.to);
  if (from < 0 || to < from) {
    const seen = snapshots.map(({ boundary }) => boundary).join(", ") || "nothing";
    return growthOf([], [`no counters from "${between.from}" to "${between.to}": the record has ${seen}`]);
  }
  const window = snapshots.slice(from, to + 1);
  const members = [...new Set(window.flatMap((snapshot) => Object.keys(snapshot.members)))];
  const gaps =
    members.length === 0
      ? ["the counters contain no Loki process"]
      : members.flatMap((name) => gapsOf(window, name));
  return growthOf(
    members.flatMap((name) => stretchesOf(window, name)),
    gaps,
  );
}

/**
 * Sums up the counters' growth over all stretches between snapshots. Visits each sample only once, because there is a
 * sample for every combination of tenant, metric and Loki process.
 */
function growthOf(stretches: readonly Stretch[], gaps: readonly string[]): CounterGrowth {
  const grown = new Map<string, Map<string, number>>();
  const add = (seen: Seen | undefined, sign: 1 | -1): void => {
    for (const { name, labels, value } of seen?.samples ?? []) {
      const key = keyOf(name, labels["tenant"] ?? "");
      const reasons = grown.get(key) ?? new Map<string, number>();
      const reason = labels["reason"] ?? "";
      reasons.set(reason, (reasons.get(reason) ?? 0) + sign * value);
      grown.set(key, reasons);
    }
  };
  for (const { before, after } of stretches) {
    add(after, 1);
    add(before, -1);
  }
  const byReason = (metric: string, tenant: string): ReadonlyMap<string, number> =>
    grown.get(keyOf(metric, tenant)) ?? new Map<string, number>();
  const sum = (metric: string, tenant: string): number =>
    byReason(metric, tenant)
      .values()
      .reduce((total, value) => total + value, 0);
  return { sum, byReason, gaps };
}

function keyOf(metric: string, tenant: string): string {
  return `${metric} ${tenant}`;
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
