import type { ConnectionsRecord } from "./connections-record.ts";

/**
 * The fewest looks that prove anything. Important connections are retried repeatedly, so that at least one attempt
 * falls into a look.
 */
const minLooks = 10;
const maxMeanGapMs = 3_000;
/**
 * A busy machine makes looks less frequent than intended. Beyond this many intervals on average, they prove too little.
 */
const maxMeanIntervals = 4;
/** The longest time without a look. During a longer one, any address could have been contacted. */
const maxGapMs = 15_000;

/** Returns reasons why a record without outside addresses does not prove that there were none, one per line. */
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
