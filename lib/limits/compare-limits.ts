import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { sameLimit } from "./limit-value.ts";

/** One limit that is not what was expected; `observed` undefined: the member does not show it. */
export interface LimitDifference {
  readonly limit: string;
  readonly expected: Json | undefined;
  readonly observed: Json | undefined;
}

/**
 * What differs between the limits that a tenant should have and those a member shows for it: every expected one, and
 * every one that no override names and that is nevertheless not the member's own default (`plain`: what the same
 * member shows for a tenant without an override).
 */
export function compareLimits(
  expected: JsonObject,
  observed: JsonObject,
  plain: JsonObject,
): readonly LimitDifference[] {
  const named = Object.entries(expected).flatMap(([limit, value]) =>
    differences(limit, value, observed[limit]),
  );
  const stray = Object.keys({ ...observed, ...plain })
    .filter(
      (limit) => !(limit in expected) && !derived.has(limit) && !sameLimit(observed[limit], plain[limit]),
    )
    .map((limit) => ({ limit, expected: plain[limit], observed: observed[limit] }));
  return [...named, ...stray];
}

/**
 * Filled in after the runtime file's defaults are taken, so that tenants with and without an override differ in it
 * (initOverrides, pkg/loki/modules.go, 3.7.8).
 */
const derived: ReadonlySet<string> = new Set(["index_gateway_shard_size"]);

/** An expected object names only some of its fields; Loki shows them all. */
function differences(limit: string, expected: Json, observed: Json | undefined): readonly LimitDifference[] {
  if (isObject(expected) && isObject(observed)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(`${limit}.${key}`, value, observed[key]),
    );
  }
  return sameLimit(expected, observed) ? [] : [{ limit, expected, observed }];
}

/** "ingestion_rate_mb: expected 2, got 8". */
export function describeDifference({ limit, expected, observed }: LimitDifference): string {
  return `${limit}: expected ${shown(expected)}, got ${shown(observed)}`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
