import { isObject, type Json, type JsonObject } from "../base/json.ts";

/**
 * Values that Helm prints as they are: the chart runs Loki's config and its overrides through `tpl`, so that a `{{` of
 * Loki's own (the text of an alert, a line format) would be filled in, and could read any Secret of the cluster.
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
