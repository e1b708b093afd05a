import type { ConnectionsRecord } from "./connections-record.ts";

/** Connections that matter are tried again and again: at least one of them falls into a look. */
const minLooks = 10;
const maxMeanGapMs = 3_000;
/** A busy machine makes looks rarer than they were meant to be; so much rarer they prove too little. */
const maxMeanIntervals = 4;
/** A stretch without a look, in which anything could have been reached. */
const maxGapMs = 15_000;

/** Why a record without anything outside does not prove that there was nothing, a line each. */
export function watchTroubles(record: ConnectionsRecord): readonly string[] {
  const { fromMs, toMs, intervalMs, looks, longestGapMs, processes, problems, failedLooks } = record;
  const lastedMs = toMs - fromMs;
  const meanGapMs = Math.max(maxMeanGapMs, intervalMs * maxMeanIntervals);
  const wanted = Math.max(minLooks, Math.ceil(lastedMs / meanGapMs));
  const unseen = processes.filter(({ sockets }) => sockets === 0).map(({ process }) => process);
  const gaps = [
    ...(looks < wanted
      ? [`${looks} looks in ${Math.round(lastedMs / 1000)} s; expected ${wanted} or more`]
      : []),
    ...(longestGapMs > maxGapMs ? [`no look for ${Math.round(longestGapMs / 1000)} s`] : []),
  ];
  return [
    ...gaps,
    ...(gaps.length > 0 ? failedLooks.map((why) => `a look failed: ${why}`) : []),
    ...(processes.length === 0 ? ["no process of the stack was seen"] : []),
    ...(unseen.length > 0 ? [`no socket of ${unseen.join(", ")} was seen`] : []),
    ...problems,
  ];
}
