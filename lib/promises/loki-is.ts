import type { PlannedLoki } from "./planned-loki.ts";

/** The part of a plan that determines the Loki version. */
export type PlannedVersion = Pick<PlannedLoki, "lokiVersion">;

/**
 * Reports whether the planned Loki is at least of a version ("3.6", "3.6.2"). Every known difference between Loki
 * versions is decided by this function.
 */
export function lokiIsAtLeast({ lokiVersion }: PlannedVersion, version: string): boolean {
  const [planned, least] = [lokiVersion, version].map((text) => text.split(/[.+-]/).map(Number));
  for (const [place, part] of (least ?? []).entries()) {
    const own = planned?.[place] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

/**
 * Reports whether the planned Loki has a change that was backported to older minors. `firstReleases` names each minor's
 * first release with the change, oldest first: ["3.6.12", "3.7.3"]. Older minors lack the change, newer minors have it.
 */
export function lokiHasChange(loki: PlannedVersion, firstReleases: readonly string[]): boolean {
  const ownMinor = firstReleases.find((release) => minorOf(release) === minorOf(loki.lokiVersion));
  return lokiIsAtLeast(loki, ownMinor ?? firstReleases.at(-1) ?? "0");
}

/** Returns the minor of a version: "3.7" for "3.7.8". */
export function minorOf(version: string): string {
  return version.split(/[.+-]/).slice(0, 2).join(".");
}
