import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { valueAt } from "./chart/layer-values.ts";

/**
 * Returns true if a Loki config makes rulers evaluate rules through a query-frontend. The stack, never the user, sets
 * the frontend's address (pkg/ruler/evaluator_remote.go, 3.7.8).
 */
export function evaluatesRemotely(config: JsonObject): boolean {
  return valueAt(config, ["ruler", "evaluation", "mode"]) === "remote";
}

/**
 * Returns true if a schema period uses boltdb-shipper, whose index gateway clients are separate from tsdb's.
 */
export function hasOldIndex(config: JsonObject): boolean {
  const periods = valueAt(config, ["schema_config", "configs"]);
  return Array.isArray(periods) && (periods as readonly Json[]).some(isOld);
}

function isOld(period: Json): boolean {
  return isObject(period) && period["store"] === "boltdb-shipper";
}
