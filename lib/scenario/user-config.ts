import type { JsonObject } from "../base/json.ts";
import { lokiConfigYaml } from "../input/yaml-dialect.ts";
import { jsonObject } from "./json-schema.ts";
import { type ReadYamlOptions, readYaml } from "./read-yaml.ts";

/** Reads a production Loki config; without a file nothing is laid over the scenario's. Throws usageError. */
export async function userConfig(file: string | undefined, options: ReadYamlOptions): Promise<JsonObject> {
  if (file === undefined) return {};
  return readYaml(file, jsonObject, "Loki config", {
    ...options,
    kind: "loki-config",
    dialect: lokiConfigYaml,
    empty: {},
  });
}
