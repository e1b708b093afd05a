import { usageError } from "../../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { parse } from "../../input/parse-yaml.ts";
import { chartValuesYaml } from "../../input/yaml-dialect.ts";
import { jsonObject } from "../json-schema.ts";
import { kindOf } from "./drop-reasons.ts";
import { layerValues, valueAt } from "./layer-values.ts";

/**
 * Keys of the chart's `loki` values that have another name in Loki's config (chart 6.55.0, values.yaml
 * `loki.config`).
 */
const renamed: ReadonlyMap<string, string> = new Map([
  ["commonConfig", "common"],
  ["schemaConfig", "schema_config"],
  ["rulerConfig", "ruler"],
  ["memberlistConfig", "memberlist"],
  ["extraMemberlistConfig", "memberlist"],
]);

/** Keys of the chart's `loki` values that the chart copies into Loki's config under the same name. */
const copied: ReadonlySet<string> = new Set([
  "auth_enabled",
  "server",
  "pattern_ingester",
  "ingester",
  "ingester_client",
  "block_builder",
  "limits_config",
  "query_range",
  "storage_config",
  "query_scheduler",
  "compactor",
  "compactor_grpc_client",
  "analytics",
  "querier",
  "index_gateway",
  "frontend",
  "frontend_worker",
  "distributor",
  "tracing",
  "bloom_build",
  "bloom_gateway",
  "operational_config",
]);

/** Sections of Loki's config that the chart accepts only inside `loki.structuredConfig`. */
const structuredOnly: ReadonlySet<string> = new Set([
  "chunk_store_config",
  "runtime_config",
  "ruler_storage",
  "table_manager",
  "profiling",
  "target",
]);

/** Returns true if a key of the chart's `loki` values holds Loki config. */
export function isLokiSection(key: string): boolean {
  return key === "structuredConfig" || renamed.has(key) || copied.has(key);
}

/** Returns true for the name of a section of Loki's config. */
export function isLokiConfigSection(key: string): boolean {
  return copied.has(key) || structuredOnly.has(key) || [...renamed.values()].includes(key);
}

/**
 * Returns where the chart expects a section of Loki's config that the user put at an unknown path. Returns undefined if
 * the path does not name a section.
 */
export function otherSpelling(path: readonly string[]): string | undefined {
  const [key = ""] = path[0] === "loki" ? path.slice(1) : path;
  if (path.length > 2 || (path[0] !== "loki" && path.length > 1) || !isLokiConfigSection(key))
    return undefined;
  const name = [...renamed].find(([, section]) => section === key)?.[0] ?? key;
  return structuredOnly.has(key) ? `loki.structuredConfig.${key}` : `loki.${name}`;
}

/**
 * Returns the Loki config in chart values, in Loki's own structure: the sections, with `structuredConfig` merged over
 * them. A null stays in the result, where it replaces the value below it. Throws usageError if a section is not a
 * mapping.
 */
export function lokiConfigOf(values: JsonObject): JsonObject {
  const loki = values["loki"];
  if (!isObject(loki)) return {};
  const sections = Object.entries(loki).filter(([key]) => isLokiSection(key) && key !== "structuredConfig");
  const config = sections.reduce<JsonObject>(
    (merged, [key, value]) => layerValues(merged, { [renamed.get(key) ?? key]: sectionOf(key, value) }),
    {},
  );
  return layerValues(config, structuredOf(valueAt(values, ["loki", "structuredConfig"])));
}

function sectionOf(key: string, value: Json): Json {
  if (key === "auth_enabled" || value === null || isObject(value)) return value;
  throw usageError(`chart value loki.${key}: expected a mapping, got ${kindOf(value)}`, {
    code: "BAD_LOKI_SECTION",
    hint: `the chart would quote it, and Loki refuse it; write a mapping: without the | after ${key}:`,
  });
}

/** Parses `structuredConfig`, which users often give as text, not as a mapping. Throws usageError if it is neither. */
function structuredOf(value: Json | undefined): JsonObject {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  const hint = "write a mapping, without the | after structuredConfig:, or give it with --loki-config FILE";
  if (typeof value === "string" && value.includes("{{")) {
    const message =
      "chart value loki.structuredConfig: it is a Helm template, whose result is not known here";
    throw usageError(message, { code: "TEMPLATE_TEXT", hint });
  }
  const parsed = typeof value === "string" ? parsedMapping(value) : undefined;
  if (parsed !== undefined) return parsed;
  throw usageError(
    `chart value loki.structuredConfig: expected a YAML mapping, got ${typeof value === "string" ? "text that does not parse to a mapping" : kindOf(value)}`,
    {
      code: "BAD_LOKI_SECTION",
      hint,
    },
  );
}

function parsedMapping(text: string): JsonObject | undefined {
  const parsed = parse(text, chartValuesYaml);
  return "faults" in parsed ? undefined : jsonObject.safeParse(parsed.value).data;
}
