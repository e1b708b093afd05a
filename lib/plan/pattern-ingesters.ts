import { type JsonObject, settingAt } from "../base/json.ts";
import type { Replicas } from "./stack-schema.ts";

/**
 * Adds one pattern ingester if the Loki config enables pattern ingesters. The config does not state how many production
 * has, but it must have at least one. Chart values state the number themselves.
 */
export function withPatternIngesters(config: JsonObject, replicas: Replicas): Replicas {
  const isEnabled = settingAt(config, ["pattern_ingester", "enabled"]) === true;
  return { ...replicas, "pattern-ingester": Math.max(replicas["pattern-ingester"], isEnabled ? 1 : 0) };
}
