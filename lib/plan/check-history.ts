import { usageError } from "../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { defaultLimits } from "../promises/default-limits.ts";
import { durationLimitMs, isOn, statedLimit } from "../promises/limits.ts";
import { retentionIsOn } from "../promises/retention.ts";
import type { Plan } from "./plan.ts";

type Planned = Pick<Plan, "tenants" | "overrides" | "config" | "createdAt">;

const hourMs = 3_600_000;
/**
 * The difference in milliseconds by which a history's span must stay below a limit on age. A history ends an hour
 * before it is written (lib/history/history-layout.ts), and its oldest lines might wait up to 10 minutes to be sent.
 */
const olderByMs = hourMs + 10 * 60_000;

type Reach = "reject_old_samples_max_age" | "retention_period" | "max_query_lookback" | "max_query_length";

/**
 * Throws usageError, with the field's path, if a history reaches back further than its tenant's limits or the schema
 * allow, or if a storm's time range exceeds its tenant's limit. Otherwise a healthy Loki would answer 400 or leave out
 * the older lines.
 */
export function checkHistories(plan: Planned): void {
  for (const [tenant, { history, storm }] of Object.entries(plan.tenants)) {
    if (history !== undefined) checkReach(plan, tenant, history.spanS * 1000);
    for (const [index, rangeS] of (storm?.rangesS ?? []).entries()) {
      const [limit, text] = limitOf(plan, tenant, "max_query_length");
      if (rangeS * 1000 <= limit) continue;
      refuse(`tenants.${tenant}.storm.rangesS.${index}`, {
        expected: `a range of at most ${text} (max_query_length)`,
        gotMs: rangeS * 1000,
      });
    }
  }
}

function checkReach(plan: Planned, tenant: string, spanMs: number): void {
  const path = `tenants.${tenant}.history.spanS`;
  for (const name of ["reject_old_samples_max_age", "retention_period", "max_query_lookback"] as const) {
    const [limit, text] = limitOf(plan, tenant, name);
    if (spanMs + olderByMs <= limit) continue;
    refuse(path, { expected: `at most ${hours(limit - olderByMs)} (${name} is ${text})`, gotMs: spanMs });
  }
  const fromMs = schemaStartMs(plan.config);
  const reachMs = Date.parse(plan.createdAt) - fromMs - olderByMs;
  if (spanMs <= reachMs) return;
  const since = new Date(fromMs).toISOString().slice(0, 10);
  refuse(path, { expected: `at most ${hours(reachMs)} (the schema begins on ${since})`, gotMs: spanMs });
}

/** Returns a tenant's duration limit in milliseconds (Infinity if unlimited), and as written in the config. */
function limitOf(plan: Planned, tenant: string, name: Reach): readonly [limitMs: number, text: string] {
  if (name === "reject_old_samples_max_age" && !isOn(plan, tenant, "reject_old_samples"))
    return [Infinity, "off"];
  if (name === "retention_period" && !retentionIsOn(plan)) return [Infinity, "off"];
  const value = statedLimit(plan, tenant, name) ?? defaultLimits[name];
  // A duration limit of 0 means no limit.
  const limit = durationLimitMs(plan, tenant, name) || Infinity;
  return [limit, typeof value === "string" ? value : JSON.stringify(value)];
}

/**
 * Returns when the first schema period begins, in ms since the epoch. Lines from before that time have no index to go
 * to (pkg/storage/config/schema_config.go, 3.7.8).
 */
function schemaStartMs(config: JsonObject): number {
  const schema = config["schema_config"];
  const periods = isObject(schema) && Array.isArray(schema["configs"]) ? schema["configs"] : [];
  const starts = periods.map((period: Json) => (isObject(period) ? period["from"] : undefined));
  const known = starts.flatMap((from) => (typeof from === "string" ? [Date.parse(from)] : []));
  return known.length === 0 ? -Infinity : Math.min(...known);
}

function refuse(
  path: string,
  { expected, gotMs }: { readonly expected: string; readonly gotMs: number },
): never {
  throw usageError(`${path}: expected ${expected}, got ${hours(gotMs)}`, {
    code: "HISTORY_TOO_LONG",
    hint: "lokiproof plan query-storm shows tenant lokiproof-history, whose limits lokiproof sets so that they reach back 30 days",
  });
}

function hours(ms: number): string {
  return `${+(ms / hourMs).toFixed(2)} h`;
}
