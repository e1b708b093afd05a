import { parse } from "yaml";
import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import type { JsonObject } from "../base/json.ts";
import { jsonObject } from "../plan/json-schema.ts";
import { http } from "./http.ts";

/**
 * Returns the config that a Loki process runs with, from `GET /config`. Loki masks secrets in this config. Throws
 * HarnessError.
 */
export function runningConfig(url: string, signal: AbortSignal): Promise<JsonObject> {
  return readConfig(`${url}/config`, signal);
}

/** Returns Loki's default config, from `GET /config?mode=defaults` of a Loki process. Throws HarnessError. */
export function defaultConfig(url: string, signal: AbortSignal): Promise<JsonObject> {
  return readConfig(`${url}/config?mode=defaults`, signal);
}

async function readConfig(url: string, signal: AbortSignal): Promise<JsonObject> {
  const answer = await http(url, { signal });
  const parsed = answer.status === 200 ? jsonObject.safeParse(parse(answer.body)) : undefined;
  if (parsed?.success) return parsed.data;
  throw new HarnessError(
    `GET ${url}: expected a config, got ${answer.status}: ${answer.body.slice(0, 160)}`,
    { code: "CONFIG_UNREADABLE" },
  );
}

const buildInfo = z.object({ version: z.string() });

/** Returns the version of a Loki process, from `GET /loki/api/v1/status/buildinfo`. Throws HarnessError. */
export async function buildVersion(url: string, signal: AbortSignal): Promise<string> {
  const { status, body } = await http(`${url}/loki/api/v1/status/buildinfo`, { signal });
  const parsed = status === 200 ? buildInfo.safeParse(JSON.parse(body)) : undefined;
  if (parsed?.success) return parsed.data.version;
  throw new HarnessError(`GET ${url}/loki/api/v1/status/buildinfo: expected a version, got ${status}`, {
    code: "VERSION_UNREADABLE",
  });
}
