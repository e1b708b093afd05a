import { lokiIsAtLeast, minorOf, type PlannedVersion } from "./loki-is.ts";

/** The newest release that lokiproof knows of each minor of Loki 3 (the tags of grafana/loki). */
const newestReleases: readonly string[] = [
  "3.0.1",
  "3.1.2",
  "3.2.2",
  "3.3.4",
  "3.4.6",
  "3.5.12",
  "3.6.15",
  "3.7.8",
];
const newestRelease = newestReleases.at(-1) ?? "";
/** The oldest minor that lokiproof was tested on. */
const oldestMinor = "3.5";

/**
 * Returns why checks cannot be trusted on this Loki if its minor is newer than every release that lokiproof knows;
 * otherwise undefined.
 */
export function describeUnknownMinor({ lokiVersion }: PlannedVersion): string | undefined {
  const newestMinor = minorOf(newestRelease);
  const isKnown = newestReleases.some((release) => minorOf(release) === minorOf(lokiVersion));
  if (isKnown || !lokiIsAtLeast({ lokiVersion }, newestMinor)) return undefined;
  return `Loki ${lokiVersion}: lokiproof knows Loki up to ${newestRelease}. It cannot tell whether ${lokiVersion} exists, and would expect the words and defaults of ${newestMinor} of it`;
}

/** Returns a note if lokiproof does not know this Loki release or was not tested on it; otherwise undefined. */
export function describeUnknownRelease({ lokiVersion }: PlannedVersion): string | undefined {
  if (!lokiIsAtLeast({ lokiVersion }, oldestMinor)) {
    return `Loki ${lokiVersion}: lokiproof was tried on Loki ${oldestMinor} and newer. On an older Loki a check may be red only because it expects newer words or defaults`;
  }
  const newest = newestReleases.find((release) => minorOf(release) === minorOf(lokiVersion));
  if (newest === undefined || lokiIsAtLeast({ lokiVersion: newest }, lokiVersion)) return undefined;
  return `Loki ${lokiVersion}: the newest release of ${minorOf(lokiVersion)} that lokiproof knows is ${newest}. Whether ${lokiVersion} exists is known only when it is built or pulled`;
}
