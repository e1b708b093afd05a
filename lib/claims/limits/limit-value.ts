import { isObject, type Json } from "../../base/json.ts";
import { anyDurationMs } from "../../base/loki-duration.ts";
import { sizeBytes } from "../../base/loki-size.ts";

/**
 * Returns whether two spellings of a limit have the same meaning for Loki. Loki prints 744h as 31d, 1048576 as 1MB, and
 * a Go duration as nanoseconds or as text. Absent, null, empty, false and zero all mean "not set".
 */
export function sameLimit(one: Json | undefined, other: Json | undefined): boolean {
  if (isUnset(one) && isUnset(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameLimit(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => sameLimit(one[key], other[key]));
  }
  return meanings(one).some((meaning) => meanings(other).includes(meaning));
}

function isUnset(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (typeof value === "object") return Object.values(value).every(isUnset);
  return meanings(value).includes(0);
}

function meanings(value: Json | undefined): readonly (Json | undefined)[] {
  if (typeof value !== "string") return [value];
  return [value, durationNsOf(value), sizeBytes(value)].filter((meaning) => meaning !== undefined);
}

/**
 * Returns the nanoseconds of a duration written as text. Loki shows a Go duration sometimes as nanoseconds and
 * sometimes as text.
 */
function durationNsOf(text: string): number | undefined {
  const ms = anyDurationMs(text);
  return ms === undefined ? undefined : Math.round(ms * 1e6);
}
