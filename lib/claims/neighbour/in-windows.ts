import type { LoadWindow } from "../../plan/ratio-schema.ts";

type Due = { readonly intendedMs: number };

/** Returns the requests that were due in one of the given windows of time. */
export function dueIn<T extends Due>(
  requests: readonly T[],
  windows: readonly LoadWindow[],
  loadBeganMs: number,
): readonly T[] {
  return requests.filter(({ intendedMs }) => {
    const atS = (intendedMs - loadBeganMs) / 1000;
    return windows.some(({ fromS, toS }) => atS >= fromS && atS < toS);
  });
}

/** Groups the requests by the second in which they were due, in order. */
export function bySecond<T extends Due>(
  requests: readonly T[],
  loadBeganMs: number,
): readonly (readonly T[])[] {
  const seconds = Map.groupBy(requests, ({ intendedMs }) => Math.floor((intendedMs - loadBeganMs) / 1000));
  return [...seconds.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/**
 * Returns when the load's first request was due. This is second 0 for the load's windows. The history was written
 * earlier and does not count.
 */
export function loadBeganMs({
  pushes,
  queries,
}: {
  readonly pushes: readonly (Due & { readonly kind: string })[];
  readonly queries: readonly Due[];
}): number {
  let firstMs = Number.POSITIVE_INFINITY;
  for (const { kind, intendedMs } of pushes) if (kind === "flood") firstMs = Math.min(firstMs, intendedMs);
  for (const { intendedMs } of queries) firstMs = Math.min(firstMs, intendedMs);
  return Number.isFinite(firstMs) ? firstMs : 0;
}
