import { parse } from "yaml";
import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import type { JsonObject } from "../base/json.ts";
import { jsonObject } from "../plan/json-schema.ts";
import { http } from "./http.ts";

/** The config a member runs with, as `GET /config` says it (secrets are masked by Loki). Throws HarnessError. */
export function runningConfig(url: string, signal: AbortSignal): Promise<JsonObject> {
  return readConfig(`${url}/config`, signal);
}

/** What a member would run with if nothing were configured: `GET /config?mode=defaults`. Throws HarnessError. */
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

/** The version a member was built as, by `GET /loki/api/v1/status/buildinfo`. Throws HarnessError. */
export async function buildVersion(url: string, signal: AbortSignal): Promise<string> {
  const { status, body } = await http(`${url}/loki/api/v1/status/buildinfo`, { signal });
  const parsed = status === 200 ? buildInfo.safeParse(JSON.parse(body)) : undefined;
  if (parsed?.success) return parsed.data.version;
  throw new HarnessError(`GET ${url}/loki/api/v1/status/buildinfo: expected a version, got ${status}`, {
    code: "VERSION_UNREADABLE",
  });
}
