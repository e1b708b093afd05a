import { isObject, type Json, type JsonObject } from "../base/json.ts";

const secretKey = /(secret|password|passwd|token|access_?key|credential|private_key|sas|account_key)/i;
/** A URL that carries a user's name or password: s3://KEY:SECRET@host/bucket. */
const secretUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*@/i;

/**
 * Takes out of a user's Loki config whatever could be a credential: a plan is written into reports, and the stacks
 * that we make have credentials of their own. Returns the rest, and the paths that were taken out.
 */
export function stripSecrets(config: JsonObject): {
  readonly config: JsonObject;
  readonly stripped: readonly string[];
} {
  const stripped: string[] = [];
  const clean = (value: Json, path: string): Json => {
    if (Array.isArray(value)) return value.map((item: Json, index) => clean(item, `${path}[${index}]`));
    return isObject(value) ? cleanObject(value, path) : value;
  };
  const cleanObject = (value: JsonObject, path: string): JsonObject =>
    Object.fromEntries(
      Object.entries(value)
        .filter(([key, inner]) => {
          const secret = isSecret(key, inner);
          if (secret) stripped.push(`${path}.${key}`.slice(1));
          return !secret;
        })
        .map(([key, inner]) => [key, clean(inner, `${path}.${key}`)]),
    );
  return { config: cleanObject(config, ""), stripped };
}

function isSecret(key: string, value: Json): boolean {
  if (typeof value === "string" && secretUrl.test(value)) return true;
  return secretKey.test(key) && (typeof value === "string" || Array.isArray(value)) && value.length > 0;
}
