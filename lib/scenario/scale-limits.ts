import { isObject, type Json, type JsonObject } from "../base/json.ts";

const megabyteLimits = ["ingestion_rate_mb", "ingestion_burst_size_mb"];
const byteSizeLimits = ["per_stream_rate_limit", "per_stream_rate_limit_burst"];
const unitBytes: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1 << 10,
  kb: 1 << 10,
  m: 1 << 20,
  mb: 1 << 20,
  g: 1 << 30,
  gb: 1 << 30,
};

/** Divides every byte rate and burst of a limits block by `scale`; everything else stays. */
export function scaleLimits(limits: JsonObject, scale: number): JsonObject {
  if (scale === 1) return limits;
  return Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [name, scaled(name, value, scale)]),
  );
}

/** The same for a whole Loki config: its `limits_config`. */
export function scaleConfig(config: JsonObject, scale: number): JsonObject {
  const limits = config["limits_config"];
  return isObject(limits) ? { ...config, limits_config: scaleLimits(limits, scale) } : config;
}

function scaled(name: string, value: Json, scale: number): Json {
  if (megabyteLimits.includes(name) && typeof value === "number") return value / scale;
  if (byteSizeLimits.includes(name)) {
    const bytes = byteSize(value);
    if (bytes !== undefined) return `${Math.round(bytes / scale)}B`;
  }
  return value;
}

/** Loki's flagext.ByteSize: a number with an optional unit, powers of 1024 ("3MB" is 3 x 1048576). */
function byteSize(value: Json): number | undefined {
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(value) : null;
  const unit = unitBytes[(match?.[2] ?? "?").toLowerCase()];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
