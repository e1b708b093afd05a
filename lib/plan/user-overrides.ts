import { z } from "zod";
import { usageError } from "../base/errors.ts";
import { isObject, type JsonObject } from "../base/json.ts";
import { runtimeOverridesYaml } from "../input/yaml-dialect.ts";
import type { DroppedSetting } from "../settings/harmless-config.ts";
import type { GivenFile } from "./given-files.ts";
import { jsonValue } from "./json-schema.ts";
import { parseBySchema, type ReadYamlOptions, readGiven } from "./read-yaml.ts";
import { tenantOverrides } from "./stack-schema.ts";

/**
 * A Loki runtime overrides file. Limits are under `overrides`; the other blocks are not limits and are ignored. A file
 * without `overrides`, or an empty one, is valid (the chart's default is `{}`).
 */
const runtimeFile = z.looseObject({ overrides: tenantOverrides.nullish(), configs: jsonValue.optional() });

const what = "runtime overrides";
const notLimits = "lokiproof uses only the block overrides of such a file";

export interface UserOverrides {
  readonly given: GivenFile;
  readonly overrides: JsonObject;
  readonly dropped: readonly DroppedSetting[];
}

/**
 * Reads a production runtime overrides file (pkg/loki/runtime_config.go, 3.7.8). Returns the tenants' limits, the
 * blocks that are left out, and the unchanged content of the file. Throws usageError if the file is not valid.
 */
export async function userOverrides(file: string, options: ReadYamlOptions): Promise<UserOverrides> {
  const kind = "overrides";
  const given = await readGiven(file, what, { ...options, kind, dialect: runtimeOverridesYaml, empty: {} });
  refuseWithoutOverrides(given);
  const { overrides, ...others } = parseBySchema(given, runtimeFile, what);
  return {
    given,
    overrides: overrides ?? {},
    dropped: Object.keys(others).map((path) => ({ path, why: notLimits })),
  };
}

/**
 * The blocks other than `overrides` that Loki accepts at the top of a runtime overrides file (runtimeConfigValues,
 * pkg/loki/runtime_config.go, 3.7.8).
 */
const otherBlocks = ["configs", "multi_kv_config"];

/**
 * Throws usageError if a runtime overrides file has tenants but lacks the `overrides` block. Otherwise it would count
 * as a file without limits, and the run would test the wrong limits.
 */
function refuseWithoutOverrides({ file, value }: GivenFile): void {
  const keys = isObject(value) ? Object.keys(value) : [];
  if (keys.length === 0 || keys.includes("overrides") || keys.some((key) => otherBlocks.includes(key)))
    return;
  throw usageError(
    `${what} ${file}: expected overrides: at its top, with the limits of each tenant under it, got ${keys.slice(0, 3).join(", ")}`,
    {
      code: "NO_OVERRIDES",
      hint: "if these are tenants, put overrides: above them; Loki refuses the file as it is",
    },
  );
}
