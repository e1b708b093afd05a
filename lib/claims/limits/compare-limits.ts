import { isObject, type Json, type JsonObject } from "../../base/json.ts";
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
  // Filled in after the runtime file's defaults are taken, so that tenants with and without an override differ in it
  // (initOverrides, pkg/loki/modules.go, 3.7.8).
  "index_gateway_shard_size",
  // Where alerts, samples and files are: a stack that we make leaves a user's out (lib/settings).
  "ruler_alertmanager_config",
  "ruler_remote_write_config",
  "ruler_remote_write_url",
  "per_tenant_override_config",
  "per_tenant_override_period",
  "s3_sse_type",
  "s3_sse_kms_key_id",
  "s3_sse_kms_encryption_context",
]);

/** An expected object names only some of its fields; Loki shows them all. */
function differences(limit: string, expected: Json, observed: Json | undefined): readonly LimitDifference[] {
  if (isObject(expected) && isObject(observed)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(`${limit}.${key}`, value, observed[key]),
    );
  }
  return sameLimit(expected, observed) ? [] : [{ limit, expected, observed }];
}
