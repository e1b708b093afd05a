import { valueAt } from "../../plan/chart/layer-values.ts";
import type { ManifestCheck } from "./manifest-check.ts";

/**
 * Checks that there are enough ingesters for the replication factor. Loki refuses every push if the ingesters are fewer
 * than a majority of the replication factor.
 */
export const replication: ManifestCheck = ({ manifests, config }) => {
  const factor = valueAt(config, ["common", "replication_factor"]) ?? 3;
  const ingesters = manifests.workloads
    .filter(({ component }) => component === "ingester")
    .reduce((sum, { replicas }) => sum + replicas, 0);
  if (typeof factor !== "number" || ingesters === 0) return [];
  const at = "loki.commonConfig.replication_factor";
  if (ingesters < factor) {
    const what = `${factor} with ${ingesters} ingesters: what is pushed is kept ${ingesters} times at most`;
    return [{ kind: "misbehaves", at, what, instead: `ingester: { replicas: ${factor} }` }];
  }
  if (factor > 1 || ingesters === 1) return [];
  const what = `1 with ${ingesters} ingesters: what an ingester has not flushed is lost with it`;
  return [{ kind: "misbehaves", at, what, instead: "3" }];
};
