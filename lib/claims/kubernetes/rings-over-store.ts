import type { CompactorSeen } from "./compactors.probe.ts";

/** Compactors that belong to one ring. Each of them sees another one of the ring, or is seen by it. */
export type CompactorRing = readonly CompactorSeen[];

/**
 * Groups the compactors of each store into rings. Two compactors share a ring if the ring of either compactor shows the
 * other. Two separate rings over one store do not know of each other, so both rewrite the same index files.
 */
export function ringsOverStores(
  compactors: readonly CompactorSeen[],
): ReadonlyMap<string, readonly CompactorRing[]> {
  const stores = Map.groupBy(compactors, ({ store }) => store);
  return new Map([...stores].map(([store, over]) => [store, ringsOf(over)]));
}

function ringsOf(compactors: readonly CompactorSeen[]): readonly CompactorRing[] {
  const rings: CompactorSeen[][] = [];
  for (const compactor of compactors) {
    const joined = rings.filter((ring) => ring.some((other) => seeEachOther(compactor, other)));
    for (const ring of joined) rings.splice(rings.indexOf(ring), 1);
    rings.push([...joined.flat(), compactor]);
  }
  return rings;
}

function seeEachOther(a: CompactorSeen, b: CompactorSeen): boolean {
  return a.ring.includes(b.ip) || b.ring.includes(a.ip);
}
