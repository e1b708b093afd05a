import type { JsonObject } from "../base/json.ts";
import { lokiConfigYaml } from "../input/yaml-dialect.ts";
import type { GivenFile } from "./given-files.ts";
import { jsonObject } from "./json-schema.ts";
import { parseBySchema, type ReadYamlOptions, readGiven } from "./read-yaml.ts";

const what = "Loki config";

/** Reads a production Loki config. Also returns the file as it was given. Throws usageError. */
export async function userConfig(
  file: string,
  options: ReadYamlOptions,
): Promise<{ readonly given: GivenFile; readonly config: JsonObject }> {
  const kind = "loki-config";
  const given = await readGiven(file, what, { ...options, kind, dialect: lokiConfigYaml, empty: {} });
  return { given, config: parseBySchema(given, jsonObject, what) };
}
