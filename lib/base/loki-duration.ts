import type { Json } from "./json.ts";

/** The length of each unit in nanoseconds. */
const unitNs = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 } as const;
/** The units of a Prometheus duration with their nanoseconds, in the order in which a duration must use them. */
const prometheusNs = { y: 365 * 86_400e9, w: 7 * 86_400e9, d: 86_400e9, h: 3600e9, m: 60e9, s: 1e9, ms: 1e6 };
const longestNs = 2 ** 63;

/**
 * Returns the milliseconds of a Go duration ("1h30m", "1.5h", "-5s"), the form of Loki's settings outside
 * limits_config. A bare number counts nanoseconds (yaml.v2, decode.go). Returns undefined if Loki rejects the value.
 */
export function goDurationMs(value: Json | undefined): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? value / 1e6 : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.replace(/^[+-]/, "");
  if (text === "0") return 0;
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  const ns = sumOf(text, unitNs);
  if (ns >= longestNs) return undefined;
  return ((value.startsWith("-") ? -1 : 1) * ns) / 1e6;
}

/**
 * Returns the milliseconds of a Prometheus duration ("31d", "1d12h"), the form of almost all limits in Loki. Such a
 * duration has whole numbers, from the largest unit to the smallest (prometheus/common, model.ParseDuration). A bare 0
 * is valid. Returns undefined if Loki rejects the value.
 */
export function limitDurationMs(value: Json | undefined): number | undefined {
  if (value === 0 || value === "0") return 0;
  if (typeof value !== "string" || value === "") return undefined;
  if (!/^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(value)) return undefined;
  const ns = sumOf(value, prometheusNs);
  return ns >= longestNs ? undefined : ns / 1e6;
}

/**
 * Returns the milliseconds of a duration as Loki prints it, for both kinds of setting: Loki prints a limit of 744h as
 * "31d", and another setting of one hour as "1h0m0s".
 */
export function anyDurationMs(value: Json | undefined): number | undefined {
  return limitDurationMs(value) ?? (typeof value === "number" ? undefined : goDurationMs(value));
}

function sumOf(text: string, units: Readonly<Record<string, number>>): number {
  const parts = [...text.matchAll(/([\d.]+)([a-zµμ]+)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? Number.NaN), 0);
}
