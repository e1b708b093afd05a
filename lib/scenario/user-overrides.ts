import { z } from "zod";
import type { JsonObject } from "../base/json.ts";
import { runtimeOverridesYaml } from "../input/yaml-dialect.ts";
import { jsonValue } from "./json-schema.ts";
import { type ReadYamlOptions, readYaml } from "./read-yaml.ts";
import { tenantOverrides } from "./stack-schema.ts";

/**
 * A Loki runtime file: its limits are under `overrides`; the other blocks are no limits and stay out. Without
 * `overrides`, and empty, it is valid and has none (the chart's default is `{}`).
 */
const runtimeFile = z.looseObject({ overrides: tenantOverrides.nullish(), configs: jsonValue.optional() });

/** Reads a production runtime overrides file (pkg/loki/runtime_config.go, 3.7.8). Throws usageError. */
export async function userOverrides(file: string | undefined, options: ReadYamlOptions): Promise<JsonObject> {
  if (file === undefined) return {};
  const read = await readYaml(file, runtimeFile, "runtime overrides", {
    ...options,
    kind: "overrides",
    dialect: runtimeOverridesYaml,
    empty: {},
  });
  return read.overrides ?? {};
}
