import { z } from "zod";
import type { JsonObject } from "../base/json.ts";
import { jsonValue } from "./json-schema.ts";
import { readYaml } from "./read-yaml.ts";
import { tenantOverrides } from "./stack-schema.ts";

/** A Loki runtime file: its limits are under `overrides`; the other blocks are no limits and stay out. */
const runtimeFile = z.looseObject({ overrides: tenantOverrides, configs: jsonValue.optional() });

/** Reads a production runtime overrides file (pkg/loki/runtime_config.go, 3.7.8). Throws usageError. */
export async function userOverrides(file: string): Promise<JsonObject> {
  return (await readYaml(file, runtimeFile, "runtime overrides")).overrides;
}
