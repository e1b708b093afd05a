import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { sizeBytes } from "../base/loki-size.ts";

const megabyteLimits = ["ingestion_rate_mb", "ingestion_burst_size_mb"];
const byteSizeLimits = ["per_stream_rate_limit", "per_stream_rate_limit_burst"];

/** Divides every byte rate and burst in a block of tenant limits by `scale`. All other limits stay unchanged. */
export function scaleLimits(limits: JsonObject, scale: number): JsonObject {
  if (scale === 1) return limits;
  return Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name, scaled(name, value, scale)]),
  );
}

/** Divides the byte rates and bursts in a Loki config's `limits_config` by `scale`. */
export function scaleConfig(config: JsonObject, scale: number): JsonObject {
  const limits = config["limits_config"];
  return isObject(limits) ? { ...config, limits_config: scaleLimits(limits, scale) } : config;
}

function scaled(name: string, value: Json, scale: number): Json {
  if (megabyteLimits.includes(name) && typeof value === "number") return value / scale;
  if (byteSizeLimits.includes(name)) {
    const bytes = sizeBytes(value);
    if (bytes !== undefined) return `${Math.round(bytes / scale)}B`;
  }
  return value;
}
