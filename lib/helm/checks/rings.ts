import { isObject } from "../../base/json.ts";
import { valueAt } from "../../plan/chart/layer-values.ts";
import type { ManifestCheck } from "./manifest-check.ts";

/**
 * Whether the rings are kept where the values mean. With any line of `common.ring` in it Loki no longer takes
 * memberlist by itself, but the default of every ring: consul on localhost (pkg/loki/config_wrapper.go, 3.7.8). The
 * stack's own config names memberlist, so this is looked for in the plan's.
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
