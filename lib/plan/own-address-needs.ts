import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { valueAt } from "./chart/layer-values.ts";

/** True if rulers are to ask a query-frontend, whose address is never a user's (pkg/ruler/evaluator_remote.go, 3.7.8). */
export function evaluatesRemotely(config: JsonObject): boolean {
  return valueAt(config, ["ruler", "evaluation", "mode"]) === "remote";
}

/** True if a schema period has its index in boltdb-shipper, which has index gateway clients apart from tsdb's. */
export function hasOldIndex(config: JsonObject): boolean {
  const periods = valueAt(config, ["schema_config", "configs"]);
  return Array.isArray(periods) && (periods as readonly Json[]).some(isOld);
}

function isOld(period: Json): boolean {
  return isObject(period) && period["store"] === "boltdb-shipper";
}
