import { usageError } from "../../base/errors.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { layerValues, nested } from "./layer-values.ts";

/**
 * What `--set a.b=c,d=e` says, as Helm reads it: dots separate keys (`\.` is a dot), commas separate pairs (`\,` is a
 * comma), `{a,b}` is a list, true, false, null and whole numbers are themselves. Throws usageError for the rest of
 * Helm's syntax (`a[0]=b`), which a values file says better.
 */
export function setValues(settings: readonly string[]): JsonObject {
  const pairs = settings.flatMap((setting) => split(setting, ",").map((pair) => ({ setting, pair })));
  return pairs.reduce<JsonObject>(
    (values, { setting, pair }) => layerValues(values, read(pair, setting)),
    {},
  );
}

function read(pair: string, setting: string): JsonObject {
  const [name, ...rest] = split(pair, "=");
  const path = split(name ?? "", ".").map(unescaped);
  if (rest.length === 0 || path.some((key) => key === "" || /[[\]]/.test(key))) {
    throw usageError(
      `--set ${setting}: expected name=value with a name such as querier.replicas, got "${pair}"`,
      {
        code: "BAD_SET",
        hint: "write it into a values file: -f values.yaml",
      },
    );
  }
  return nested(path, valueOf(rest.join("=")));
}

function valueOf(text: string): Json {
  if (text.startsWith("{") && text.endsWith("}")) {
    return text === "{}" ? [] : split(text.slice(1, -1), ",").map(scalar);
  }
  return scalar(text);
}

function scalar(text: string): Json {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : unescaped(text);
}

/** Cuts at a separator that is neither escaped nor inside of braces. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const piece of text.match(/\\.|[^\\]|\\$/gs) ?? []) {
    if (piece === "{") depth += 1;
    if (piece === "}") depth -= 1;
    if (piece === separator && depth === 0) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, "$1");
}
