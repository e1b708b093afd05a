import { isObject, type Json } from "../base/json.ts";
import { sizeBytes } from "../scenario/loki-bytes.ts";

const unitNs: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 7 * 86_400e9,
  y: 365 * 86_400e9,
};
const durationPart = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w|y)/g;

/** Nanoseconds of a Go or Prometheus duration ("30d1h", "1h0m0s"); undefined when it is none. */
export function durationNs(text: string): number | undefined {
  const parts = [...text.matchAll(durationPart)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitNs[unit ?? ""] ?? Number.NaN), 0);
}

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
  return [value, durationNs(value), sizeBytes(value)].filter((meaning) => meaning !== undefined);
}
