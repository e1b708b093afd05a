import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, layer } from "../base/json.ts";
import { anyDurationMs } from "../base/loki-duration.ts";
import { sizeBytes } from "../base/loki-size.ts";
import { keysFor } from "../settings/known-keys.ts";
import { baseConfigOf } from "./base-config.ts";
import { type Breakage, lokiS3Actions } from "./breakage-schema.ts";
import { layerValues, valueAt } from "./chart/layer-values.ts";
import type { Plan } from "./plan.ts";

type Healthy = Omit<Plan, "replay" | "tenants" | "tenantGroups" | "breakage">;

/**
 * Returns true if a breakage (a deliberate fault of the stack) changes anything in the stack that the plan describes.
 */
export function changesAnything(broken: Breakage, plan: Healthy): boolean {
  return (
    changesConfig(broken, plan) ||
    changesOverrides(broken, plan) ||
    changesShape(broken, plan) ||
    (broken.values !== undefined &&
      plan.helm !== undefined &&
      !isDeepStrictEqual(layerValues(plan.helm.values, broken.values), plan.helm.values))
  );
}

function changesShape(broken: Breakage, plan: Healthy): boolean {
  const { replicas, topology, bucket, s3Actions, indexGatewayAddress, swallowPushes } = broken;
  const form = plan.provider === "local" ? "list" : (plan.indexGatewayForm ?? "list");
  return (
    !isDeepStrictEqual({ ...plan.replicas, ...replicas }, plan.replicas) ||
    topology === "monolithic" ||
    (bucket !== undefined && bucket !== plan.bucket) ||
    (s3Actions !== undefined && !isDeepStrictEqual(new Set(s3Actions), new Set<string>(lokiS3Actions))) ||
    (indexGatewayAddress !== undefined && indexGatewayAddress !== form) ||
    swallowPushes !== undefined
  );
}

function changesConfig({ config = {}, components = {} }: Breakage, plan: Healthy): boolean {
  const healthy = layer(baseConfigOf(plan.lokiVersion), plan.config);
  const below = layer(healthy, config);
  return (
    changesLeaf(config, healthy, plan) ||
    Object.values(components).some((one) => changesLeaf(one, below, plan))
  );
}

/**
 * Returns true if a breakage's runtime overrides change a tenant's limits. An override of null removes the tenant. A
 * limit that is already in effect, from any layer, changes nothing.
 */
function changesOverrides({ overrides = {} }: Breakage, plan: Healthy): boolean {
  const common = plan.config["limits_config"];
  return Object.entries(overrides).some(([tenant, limits]) => {
    const own = plan.overrides[tenant];
    if (limits === null) return own !== undefined && Object.keys(own).length > 0;
    const inEffect = layer(isObject(common) ? common : {}, own ?? {});
    return changesLeaf({ limits_config: limits }, { limits_config: inEffect }, plan);
  });
}

function changesLeaf(over: JsonObject, under: JsonObject, { lokiVersion }: Healthy): boolean {
  const defaults = keysFor(lokiVersion)?.defaults;
  return leaves(over).some(({ path, value }) => {
    const standard = defaults?.get(path.join("."));
    const before = valueAt(under, path) ?? standard;
    return !meansTheSame(value ?? standard, before);
  });
}

/** Returns every leaf value of a config with its path. A list counts as one value. */
export function leaves(
  config: JsonObject,
  above: readonly string[] = [],
): { path: readonly string[]; value: Json }[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const path = [...above, key];
    return isObject(value) ? leaves(value, path) : [{ path, value }];
  });
}

/** Returns true if Loki reads both texts as the same value: 1h like 60m and 1h0m0s, 1MB like 1048576. */
function meansTheSame(one: Json | undefined, other: Json | undefined): boolean {
  if (isDeepStrictEqual(one, other)) return true;
  const [oneMs, otherMs] = [anyDurationMs(one), anyDurationMs(other)];
  if (oneMs !== undefined && oneMs === otherMs) return true;
  const [oneBytes, otherBytes] = [sizeBytes(one), sizeBytes(other)];
  return oneBytes !== undefined && oneBytes === otherBytes;
}
