import type { PlannedLoki } from "./planned-loki.ts";

/** The part of a plan that a difference between versions of Loki depends on. */
export type PlannedVersion = Pick<PlannedLoki, "lokiVersion">;

/**
 * Whether the planned Loki is at least of a version ("3.6", "3.6.2"). Every difference between versions that lokiproof
 * knows is asked here.
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
 * Whether the planned Loki has a change that was also backported. `firstReleases` names the first release of each minor
 * that has it, oldest first: ["3.6.12", "3.7.3"]. An older minor lacks the change, and a newer one has it.
 */
export function lokiHasChange(loki: PlannedVersion, firstReleases: readonly string[]): boolean {
  const ownMinor = firstReleases.find((release) => minorOf(release) === minorOf(loki.lokiVersion));
  return lokiIsAtLeast(loki, ownMinor ?? firstReleases.at(-1) ?? "0");
}

/** "3.7" for "3.7.8". */
export function minorOf(version: string): string {
  return version.split(/[.+-]/).slice(0, 2).join(".");
}
