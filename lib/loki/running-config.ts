import { parse } from "yaml";
import { HarnessError } from "../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { http } from "./http.ts";

/** The config a member runs with, as `GET /config` says it (secrets are masked by Loki). Throws HarnessError. */
export async function runningConfig(url: string, signal: AbortSignal): Promise<JsonObject> {
  return yamlOf(`${url}/config`, await http(`${url}/config`, { signal }));
}

/** What a tenant's limits come to on a member, overrides included (pkg/loki/loki.go, 3.7.8). Throws HarnessError. */
export async function tenantLimits(url: string, tenant: string, signal: AbortSignal): Promise<JsonObject> {
  const target = `${url}/config/tenant/v1/limits`;
  return yamlOf(target, await http(target, { tenant, signal }));
}

/** The value at a path of keys; undefined where there is none. */
export function settingAt(config: JsonObject, path: readonly string[]): Json | undefined {
  let at: Json | undefined = config;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return at;
}

function yamlOf(target: string, answer: { readonly status: number; readonly body: string }): JsonObject {
  const parsed: unknown = answer.status === 200 ? parse(answer.body) : undefined;
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  throw new HarnessError(
    `GET ${target}: expected a config, got ${answer.status}: ${answer.body.slice(0, 160)}`,
    {
      code: "CONFIG_UNREADABLE",
    },
  );
}
