import type { RingViewRecord } from "./ring.probe.ts";

/**
 * Describes one Loki process's view of a ring in one line for a failure message: the name of the process, and the
 * ring's instances.
 */
export function describeRing(view: RingViewRecord): string {
  const held = view.instances.map(({ id, state, address }) => `${id} ${state} at ${address}`).join(", ");
  return `the ${view.ring} ring as ${view.seenBy} reports it contains ${held || "no instance"}${view.error ? ` (${view.error})` : ""}`;
}

/**
 * Returns the age of each ring instance's last heartbeat in seconds, by the clock of the Loki process that shows the
 * ring. A negative age means that the heartbeat is in the future.
 */
export function heartbeatAgesS(view: RingViewRecord): { readonly id: string; readonly ageS: number }[] {
  if (view.nowMs === undefined) return [];
  const { nowMs } = view;
  return view.instances.map(({ id, heartbeatMs }) => ({ id, ageS: (nowMs - heartbeatMs) / 1000 }));
}
