import type { CompactorSeen } from "./compactors.probe.ts";

/** The compactors of one ring: those that see each other. */
export type CompactorRing = readonly CompactorSeen[];

/**
 * The rings that the compactors of each store form. Two compactors are in one ring where either's ring shows the other;
 * of two rings over one store neither knows of the other, and both rewrite the same index files.
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
