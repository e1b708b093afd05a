import type { Json } from "../base/json.ts";

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/**
 * Milliseconds of a duration as Loki's config writes it: Go's (`1h30m`, `24h0m0s`) and Prometheus's (`7d`, `2w`) forms,
 * and a bare 0. Undefined for anything else.
 */
export function lokiDurationMs(value: Json | undefined): number | undefined {
  if (value === 0 || value === "0") return 0;
  if (typeof value !== "string" || !/^(\d+(\.\d+)?(ns|us|µs|ms|[smhdwy]))+$/.test(value)) return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhdwy])/g)];
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? Number.NaN),
    0,
  );
}
