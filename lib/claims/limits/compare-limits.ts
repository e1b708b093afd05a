import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { sameLimit } from "./limit-value.ts";

/**
 * One limit that differs from what was expected. `observed` is undefined if the Loki process does not show the limit.
 */
export interface LimitDifference {
  readonly limit: string;
  readonly expected: Json | undefined;
  readonly observed: Json | undefined;
}

/**
 * Compares the limits that a tenant should have with the limits that a Loki process shows for the tenant. Compares
 * every expected limit. A limit that is not expected must equal the process's own default (`plain`), which is its limit
 * for a tenant without an override.
 */
export function compareLimits(
  expected: JsonObject,
  observed: JsonObject,
  plain: JsonObject,
): readonly LimitDifference[] {
  const named = Object.entries(expected)
    .filter(([limit]) => !notCompared.has(limit))
    .flatMap(([limit, value]) => differences(limit, value, observed[limit]));
  const stray = Object.keys({ ...observed, ...plain })
    .filter((limit) => !(limit in expected) && !notCompared.has(limit))
    .filter((limit) => !sameLimit(observed[limit], plain[limit]))
    .map((limit) => ({ limit, expected: plain[limit], observed: observed[limit] }));
  return [...named, ...stray];
}

const notCompared: ReadonlySet<string> = new Set([
  // Loki sets this limit after it has copied the runtime file's defaults, so it differs between tenants with and
  // without an override (initOverrides, pkg/loki/modules.go, 3.7.8).
  "index_gateway_shard_size",
  // Addresses of Alertmanagers and remote-write targets, and file settings. Stacks that lokiproof creates omit the
  // user's values for these settings (lib/settings).
  "ruler_alertmanager_config",
  "ruler_remote_write_config",
  "ruler_remote_write_url",
  "per_tenant_override_config",
  "per_tenant_override_period",
  "s3_sse_type",
  "s3_sse_kms_key_id",
  "s3_sse_kms_encryption_context",
]);

/**
 * Compares one limit. If the expected value is an object, it might name only some fields, while Loki shows all fields.
 */
function differences(limit: string, expected: Json, observed: Json | undefined): readonly LimitDifference[] {
  if (isObject(expected) && isObject(observed)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(`${limit}.${key}`, value, observed[key]),
    );
  }
  return sameLimit(expected, observed) ? [] : [{ limit, expected, observed }];
}
