import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { layerValues, valueAt } from "./layer-values.ts";

/** Sections of `loki` in the chart's values whose name in Loki's config is another (chart 6.55.0, values.yaml `loki.config`). */
const renamed: Readonly<Record<string, string>> = {
  commonConfig: "common",
  schemaConfig: "schema_config",
  rulerConfig: "ruler",
  memberlistConfig: "memberlist",
  extraMemberlistConfig: "memberlist",
};

/** Sections that the chart copies into Loki's config under the same name. */
const copied: readonly string[] = [
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
];

/** True for a key of the chart's `loki` values that is Loki config. */
export function isLokiSection(key: string): boolean {
  return key === "structuredConfig" || key in renamed || copied.includes(key);
}

/**
 * What chart values say of Loki's config, in Loki's own structure: the sections, with `structuredConfig` over them. A
 * null stays, and takes away what it is laid over.
 */
export function lokiConfigOf(values: JsonObject): JsonObject {
  const loki = values["loki"];
  if (!isObject(loki)) return {};
  const sections = Object.entries(loki).filter(([key]) => isLokiSection(key) && key !== "structuredConfig");
  const config = sections.reduce<JsonObject>(
    (merged, [key, value]) => layerValues(merged, { [renamed[key] ?? key]: value }),
    {},
  );
  const structured = valueAt(values, ["loki", "structuredConfig"]);
  return isObject(structured) ? layerValues(config, structured) : config;
}

/** `loki.runtimeConfig`, which may be text where an object is expected: the chart renders it quoted, and Loki exits. */
export function runtimeConfigOf(values: JsonObject): Json | undefined {
  return valueAt(values, ["loki", "runtimeConfig"]);
}
