import { parse } from "yaml";
import { describeError } from "../../base/errors.ts";
import { isObject, type JsonObject } from "../../base/json.ts";
import { http } from "../../loki/http.ts";
import { jsonObject } from "../../plan/json-schema.ts";
import type { Member } from "../../stack/stack.ts";

/** The limits in effect as one Loki process shows them, or `answer` if its answer contained no limits. */
export type ShownBy = { readonly limits: JsonObject } | { readonly answer: string };

/**
 * Requests a tenant's limits from one Loki process: `GET /config/tenant/v1/limits`, on every component since Loki 3.6.
 * Loki shows only the fields of `tenant_limits_allow_publish`, or all fields if that list is empty
 * (pkg/loki/config_handler.go, 3.7.8). Records every answer, even an error. Rejects only when the signal aborts.
 */
export function readLimits(member: Member, tenant: string, signal: AbortSignal): Promise<ShownBy> {
  return read(limitsUrl(member), { tenant, signal, limitsOf: (shown) => shown });
}

/**
 * Reads the limits of tenants without an override from one Loki process: `limits_config` in `GET /config`, in every
 * version.
 */
export function readDefaultLimits(member: Member, signal: AbortSignal): Promise<ShownBy> {
  return read(`${member.url}/config`, { signal, limitsOf: defaultLimitsOf });
}

function defaultLimitsOf({ limits_config: limits }: JsonObject): JsonObject {
  return isObject(limits) ? limits : {};
}

interface ReadOptions {
  readonly tenant?: string;
  readonly signal: AbortSignal;
  readonly limitsOf: (shown: JsonObject) => JsonObject;
}

async function read(url: string, { tenant, signal, limitsOf }: ReadOptions): Promise<ShownBy> {
  try {
    const { status, body } = await http(url, { signal, ...(tenant === undefined ? {} : { tenant }) });
    if (status !== 200) return { answer: `${status}: ${body.trim().slice(0, 160)}` };
    const shown = parseLimits(body);
    return "limits" in shown ? { limits: limitsOf(shown.limits) } : shown;
  } catch (error) {
    signal.throwIfAborted();
    return { answer: describeError(error) };
  }
}

/** Returns the URL at which a Loki process shows a tenant's limits. */
function limitsUrl({ url }: { readonly url: string }): string {
  return `${url}/config/tenant/v1/limits`;
}

/**
 * A cache of parsed limits by their YAML text. Loki processes show the same text repeatedly, and parsing YAML is
 * expensive.
 */
const recent = new Map<string, ShownBy>();
const recentLimit = 32;

function parseLimits(text: string): ShownBy {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const shown = parseFresh(text);
  if (recent.size >= recentLimit) recent.clear();
  recent.set(text, shown);
  return shown;
}

function parseFresh(text: string): ShownBy {
  try {
    return { limits: jsonObject.parse(parse(text)) };
  } catch (error) {
    return { answer: `200, but not limits: ${describeError(error)}` };
  }
}
