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
  /** Given as text, which the chart renders as one quoted string: Loki exits on it (measured.md). */
  readonly isText: boolean;
  readonly leftOut: readonly ChangedValue[];
}

/** The runtime overrides of `loki.runtimeConfig`, also where they are text. Throws usageError. */
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

/** As Loki reads its overrides; a text that is none stays a text, which is then refused. */
function parsedText(text: string): Json | undefined {
  const parsed = parse(text, runtimeOverridesYaml);
  return "faults" in parsed ? text : (parsed.value ?? {});
}
