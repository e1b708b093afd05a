import { type JsonObject, settingAt } from "../base/json.ts";
import type { Replicas } from "./stack-schema.ts";

/**
 * Adds one pattern ingester if the Loki config enables them. The config does not say how many there are in
 * production, but there must be some. Chart values do say it: an absent one stays absent.
 */
export function withPatternIngesters(config: JsonObject, replicas: Replicas): Replicas {
  const isEnabled = settingAt(config, ["pattern_ingester", "enabled"]) === true;
  return { ...replicas, "pattern-ingester": Math.max(replicas["pattern-ingester"], isEnabled ? 1 : 0) };
}
