import { isObject } from "../../base/json.ts";
import { valueAt } from "../../plan/chart/layer-values.ts";
import type { ManifestCheck } from "./manifest-check.ts";

/**
 * Checks that Loki keeps its rings in the store that the values intend. If `common.ring` has any setting, Loki no
 * longer defaults to memberlist but to consul on localhost (pkg/loki/config_wrapper.go, 3.7.8). The check reads the
 * plan's config, because the rendered config always names memberlist.
 */
export const rings: ManifestCheck = ({ plan }) => {
  const ring = valueAt(plan.config, ["common", "ring"]);
  if (!isObject(ring) || Object.keys(ring).length === 0) return [];
  if (valueAt(ring, ["kvstore", "store"]) !== undefined) return [];
  return [
    {
      kind: "misbehaves",
      at: "loki.commonConfig.ring",
      what: `${Object.keys(ring).join(", ")} without kvstore.store: every ring is sought in a consul on localhost, and Loki exits`,
      instead: "kvstore: { store: memberlist } beside it",
    },
  ];
};
