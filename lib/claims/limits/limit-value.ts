import { isObject, type Json } from "../../base/json.ts";
import { anyDurationMs } from "../../base/loki-duration.ts";
import { sizeBytes } from "../../base/loki-size.ts";

/**
 * Whether two spellings of a limit mean the same to Loki: it prints 744h as 31d, 1048576 as 1MB, and a Go duration as
 * its nanoseconds in one place and as text in another. What is absent, null, empty, false or zero is all "not set".
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

/** Loki shows a Go duration as its nanoseconds in one place and as text in another. */
function durationNsOf(text: string): number | undefined {
  const ms = anyDurationMs(text);
  return ms === undefined ? undefined : Math.round(ms * 1e6);
}
