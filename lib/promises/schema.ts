import { isObject, type Json, settingAt } from "../base/json.ts";
import type { PlannedConfig } from "./planned-loki.ts";

/** Returns the schema version, such as "v13", of lines written at `nowMs`; undefined if the plan states no schema. */
export function schemaAt({ config }: PlannedConfig, nowMs: number): string | undefined {
  const periods = settingAt(config, ["schema_config", "configs"]);
  if (!Array.isArray(periods)) return undefined;
  const begun = periods.flatMap((period: Json) => {
    const { from, schema } = isObject(period) ? period : {};
    const fromMs = typeof from === "string" ? Date.parse(from) : Number.NaN;
    return typeof schema === "string" && fromMs <= nowMs ? [{ fromMs, schema }] : [];
  });
  return begun.sort((a, b) => b.fromMs - a.fromMs)[0]?.schema;
}

/**
 * Reports whether chunks of a schema version keep structured metadata. Since v13 they do
 * (pkg/storage/config/schema_config.go, 3.7.8).
 */
export function keepsStructuredMetadata(schema: string): boolean {
  return Number(schema.replace(/^v/, "")) >= 13;
}
