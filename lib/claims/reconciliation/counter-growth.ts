import { samplesOf } from "../../loki/metrics.ts";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";

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
  sum(metric: string, tenant: string): number;
  /** The same by the label `reason`. */
  byReason(metric: string, tenant: string): ReadonlyMap<string, number>;
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
    return growthOf([], [`no counters from "${between.from}" to "${between.to}": the record has ${seen}`]);
  }
  const window = snapshots.slice(from, to + 1);
  const members = [...new Set(window.flatMap((snapshot) => Object.keys(snapshot.members)))];
  const gaps =
    members.length === 0 ? ["the counters name no member"] : members.flatMap((name) => gapsOf(window, name));
  return growthOf(
    members.flatMap((name) => stretchesOf(window, name)),
    gaps,
  );
}

/** Each sample is looked at once: there are as many as tenants, metrics and members together. */
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
