import type { JsonObject } from "../../base/json.ts";
import { limitDurationMs } from "../../base/loki-duration.ts";
import { sizeBytes } from "../../base/loki-size.ts";

/**
 * Returns the value of a limit that must be a number. Throws if it is not, because lokiproof's test tenants must set
 * every tested limit.
 */
export function statedNumber(limits: JsonObject, name: string): number {
  const value = limits[name];
  if (typeof value === "number") return value;
  throw new Error(`${name}: expected a number in the plan's limits, got ${JSON.stringify(value)}`);
}

/**
 * Returns the value of a limit that must be text, like statedNumber. The next two functions read a size ("1KB") in
 * bytes and a duration ("2h") in milliseconds.
 */
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
