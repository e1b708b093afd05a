import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { isObject, type Json } from "../base/json.ts";
import { jsonObject } from "../plan/json-schema.ts";

/**
 * Returns the container images that a chart names in its own values.yaml, without versions: "docker.io/grafana/loki".
 */
export async function imagesOfChart(folder: string): Promise<readonly string[]> {
  return imagesIn(jsonObject.parse(parse(await readFile(join(folder, "values.yaml"), "utf8"))));
}

function imagesIn(value: Json): string[] {
  if (!isObject(value)) return [];
  const { registry, repository } = value;
  const own = typeof repository === "string" ? [[registry, repository].filter(isText).join("/")] : [];
  return [...own, ...Object.values(value).flatMap(imagesIn)];
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "";
}
