import { isObject, type Json } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";

/**
 * Returns whether the plan's Loki config sets which OTLP attributes become labels. In that case the labels of an OTLP
 * push cannot be predicted.
 */
export function remapsOtlp({ config, overrides }: Pick<Plan, "config" | "overrides">): boolean {
  return (
    at(config["limits_config"], "otlp_config") !== undefined ||
    at(config["distributor"], "otlp_config") !== undefined ||
    at(overrides["lokiproof-round-trip"], "otlp_config") !== undefined
  );
}

function at(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}
