import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import type { ChangedValue } from "./chart-schema.ts";

const isTemplate = (value: Json): boolean => typeof value === "string" && value.includes("{{");

/**
 * Removes every Helm template from Loki's config. The chart passes Loki's config through `tpl`
 * (`loki.calculatedConfig`, charts 6.29.0 and 6.55.0), and a template could read any Secret in the cluster.
 */
export function withoutTemplates(config: JsonObject): {
  readonly config: JsonObject;
  readonly leftOut: readonly ChangedValue[];
} {
  const leftOut: ChangedValue[] = [];
  const clean = (value: Json, path: string): Json | undefined => {
    if (isTemplate(value)) {
      leftOut.push({ path: `loki: ${path}`, why: "holds a Helm template, whose result is not known here" });
      return undefined;
    }
    if (Array.isArray(value)) {
      const items = (value as readonly Json[]).map((item, index) => clean(item, `${path}[${index}]`));
      return items.filter((item) => item !== undefined);
    }
    return isObject(value) ? cleanObject(value, path) : value;
  };
  const cleanObject = (block: JsonObject, path: string): JsonObject =>
    Object.fromEntries(
      Object.entries(block)
        .map(([key, value]) => [key, clean(value, path === "" ? key : `${path}.${key}`)] as const)
        .filter((entry): entry is [string, Json] => entry[1] !== undefined),
    );
  return { config: cleanObject(config, ""), leftOut };
}
