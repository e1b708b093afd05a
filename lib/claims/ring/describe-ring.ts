import type { RingViewRecord } from "./ring.probe.ts";

/**
 * Describes one member's view of a ring in one line for a failure message: who shows it, and which instances it
 * contains.
 */
export function describeRing(view: RingViewRecord): string {
  const held = view.instances.map(({ id, state, address }) => `${id} ${state} at ${address}`).join(", ");
  return `the ${view.ring} ring as ${view.seenBy} shows it holds ${held || "nobody"}${view.error ? ` (${view.error})` : ""}`;
}

/**
 * Returns the seconds since each last heartbeat by the clock of the member that shows the ring. A negative age is in
 * the future.
 */
export function heartbeatAgesS(view: RingViewRecord): { readonly id: string; readonly ageS: number }[] {
  if (view.nowMs === undefined) return [];
  const { nowMs } = view;
  return view.instances.map(({ id, heartbeatMs }) => ({ id, ageS: (nowMs - heartbeatMs) / 1000 }));
}
