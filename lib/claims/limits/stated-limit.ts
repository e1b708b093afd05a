import type { JsonObject } from "../../base/json.ts";
import { limitDurationMs } from "../../base/loki-duration.ts";
import { sizeBytes } from "../../base/loki-size.ts";

/** A limit that must be there as a number. Throws when it is not: a test tenant's override is lokiproof's own to keep complete. */
export function statedNumber(limits: JsonObject, name: string): number {
  const value = limits[name];
  if (typeof value === "number") return value;
  throw new Error(`${name}: expected a number in the plan's limits, got ${JSON.stringify(value)}`);
}

/** The same for a text, a size ("1KB") in bytes, and a duration ("2h") in milliseconds. */
export function statedText(limits: JsonObject, name: string): string {
  const value = limits[name];
  if (typeof value === "string") return value;
  throw new Error(`${name}: expected a text in the plan's limits, got ${JSON.stringify(value)}`);
}

export function statedSize(limits: JsonObject, name: string): number {
  return sizeBytes(statedText(limits, name)) ?? unreadable(limits, name);
}

export function statedDurationMs(limits: JsonObject, name: string): number {
  return limitDurationMs(statedText(limits, name)) ?? unreadable(limits, name);
}

function unreadable(limits: JsonObject, name: string): never {
  throw new Error(`${name}: expected a size or a duration, got ${JSON.stringify(limits[name])}`);
}
