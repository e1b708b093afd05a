import type { PlannedLoki } from "./planned-loki.ts";

/**
 * Whether the planned Loki is at least of a version ("3.6", "3.6.2"). Every difference between versions that lokiproof
 * knows is asked here.
 */
export function lokiIsAtLeast({ lokiVersion }: Pick<PlannedLoki, "lokiVersion">, version: string): boolean {
  const [planned, least] = [lokiVersion, version].map((text) => text.split(/[.+-]/).map(Number));
  for (const [place, part] of (least ?? []).entries()) {
    const own = planned?.[place] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
