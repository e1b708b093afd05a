import type { ConnectionsRecord } from "./connections-record.ts";

/**
 * The minimum number of socket snapshots that prove anything. Loki retries important connections, so a snapshot sees at
 * least one attempt.
 */
const minLooks = 10;
const maxMeanGapMs = 3_000;
/**
 * The maximum mean time between two socket snapshots, as a multiple of the intended interval. A busy machine makes
 * snapshots less frequent. Beyond this limit, they prove too little.
 */
const maxMeanIntervals = 4;
/**
 * The longest permitted time without a snapshot of the sockets. In a longer gap, the stack could have contacted any
 * address unseen.
 */
const maxGapMs = 15_000;

/**
 * Returns reasons why a record without outside addresses does not prove that the stack contacted none, one per line.
 */
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
