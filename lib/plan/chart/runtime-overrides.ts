import { z } from "zod";
import { usageError } from "../../base/errors.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { parse } from "../../input/parse-yaml.ts";
import { runtimeOverridesYaml } from "../../input/yaml-dialect.ts";
import { jsonValue } from "../json-schema.ts";
import { tenantOverrides } from "../stack-schema.ts";
import type { ChangedValue } from "./chart-schema.ts";
import { valueAt } from "./layer-values.ts";

const runtimeConfig = z.looseObject({ overrides: tenantOverrides.nullish() }).catchall(jsonValue);

export interface RuntimeOverrides {
  readonly overrides: JsonObject;
  /**
   * True if `loki.runtimeConfig` was given as text. The chart renders a text as one quoted string, and Loki exits when
   * it reads that string (measured.md).
   */
  readonly isText: boolean;
  readonly leftOut: readonly ChangedValue[];
}

/** Returns the runtime overrides in the chart value `loki.runtimeConfig`, which might be text. Throws usageError. */
export function runtimeOverridesOf(values: JsonObject): RuntimeOverrides {
  const given = valueAt(values, ["loki", "runtimeConfig"]);
  const isText = typeof given === "string";
  const parsed = runtimeConfig.safeParse((isText ? parsedText(given) : given) ?? {});
  if (!parsed.success) {
    throw usageError(
      `chart values, loki.runtimeConfig: expected overrides by tenant\n${z.prettifyError(parsed.error)}`,
      {
        code: "BAD_RUNTIME_CONFIG",
        hint: "loki: { runtimeConfig: { overrides: { my-tenant: { ingestion_rate_mb: 4 } } } }",
      },
    );
  }
  const { overrides, ...others } = parsed.data;
  const leftOut = Object.keys(others).map((key) => {
    return {
      path: `loki.runtimeConfig.${key}`,
      why: "only overrides are read; the rest belongs to where it comes from",
    };
  });
  return { overrides: overrides ?? {}, isText, leftOut };
}

/**
 * Parses a text as Loki parses its runtime overrides file. Returns a text that is not YAML unchanged, so that the
 * schema refuses it.
 */
function parsedText(text: string): Json | undefined {
  const parsed = parse(text, runtimeOverridesYaml);
  return "faults" in parsed ? text : (parsed.value ?? {});
}
