import { lokiIsAtLeast, type PlannedVersion } from "../../promises/loki-is.ts";

/**
 * Returns whether this Loki has the bug of grafana/loki issue 18585: it looks up a tenant's delete requests by a name
 * prefix. Source: pkg/compactor/deletion/delete_requests_store_boltdb.go, read in each release (present in 3.5.12,
 * fixed in 3.6.0).
 */
export function mixesUpDeletes(loki: PlannedVersion): boolean {
  return !lokiIsAtLeast(loki, "3.6");
}

export const mixedUpDeletes =
  "a defect of Loki before 3.6 (grafana/loki issue 18585). A tenant is shown the delete requests of every tenant whose name begins with its own, and its queries leave out what they match. Upgrade to Loki 3.6 or newer";
