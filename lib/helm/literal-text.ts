import { isObject, type Json, type JsonObject } from "../base/json.ts";

/**
 * Escapes chart values so that Helm prints them unchanged. The chart passes Loki's config and overrides through `tpl`.
 * Helm would evaluate a `{{` that is intended for Loki (in an alert's text, a line format), and the template could read
 * any Secret in the cluster.
 */
export function literalText(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [literal(key), literalValue(value)]),
  );
}

function literalValue(value: Json): Json {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map((item: Json) => literalValue(item));
  return isObject(value) ? literalText(value) : value;
}

function literal(text: string): string {
  return text.replaceAll("{{", "{{`{{`}}");
}
