import { usageError } from "../base/errors.ts";
import { describeUnknownMinor } from "../promises/known-releases.ts";
import type { PlannedVersion } from "../promises/loki-is.ts";

/**
 * Throws usageError for a newer Loki minor version than lokiproof knows, because a verdict could blame lokiproof's
 * outdated knowledge on Loki.
 */
export function refuseUnknownMinor(loki: PlannedVersion): void {
  const why = describeUnknownMinor(loki);
  if (why === undefined) return;
  throw usageError(why, {
    code: "UNKNOWN_LOKI",
    hint: "name a release that is known, or take this one all the same with --force",
  });
}
