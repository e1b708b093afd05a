import { usageError } from "../base/errors.ts";
import { isObject, type JsonObject } from "../base/json.ts";

/**
 * Throws usageError that names every negative rate and burst in the user's limits. Loki accepts a negative limit and
 * then refuses every line, which a run cannot tell from a fault.
 */
export function refuseNegativeLimits(config: JsonObject, overrides: JsonObject): void {
  const blocks = { limits_config: config["limits_config"], ...overrides };
  const negative = Object.entries(blocks).flatMap(([name, limits]) =>
    Object.entries(isObject(limits) ? limits : {})
      .filter(([key, value]) => key.endsWith("_mb") && typeof value === "number" && value < 0)
      .map(([key, value]) => `${name}.${key}: ${Number(value)}`),
  );
  if (negative.length === 0) return;
  throw usageError(`Loki refuses every line under a negative limit: ${negative.join(", ")}`, {
    code: "NEGATIVE_LIMIT",
    hint: "give a rate above zero, or leave the limit out",
  });
}
