import { type JsonObject, settingAt } from "../base/json.ts";
import type { Replicas } from "./stack-schema.ts";

/**
 * Adds a pattern ingester if a Loki config enables them: such a config comes from a place that runs some, and does not say
 * how many. Chart values do, so that one that is absent there stays absent.
 */
export function withPatternIngesters(config: JsonObject, replicas: Replicas): Replicas {
  const isEnabled = settingAt(config, ["pattern_ingester", "enabled"]) === true;
  return { ...replicas, "pattern-ingester": Math.max(replicas["pattern-ingester"], isEnabled ? 1 : 0) };
}
