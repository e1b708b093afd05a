import { stringify } from "yaml";
import { type Json, layer } from "../base/json.ts";
import type { Plan } from "../plan/plan.ts";
import { keepHarmlessOverrides } from "../settings/keep-harmless.ts";
import { literalText } from "./literal-text.ts";

/**
 * Returns the chart value `loki.runtimeConfig`: the plan's overrides with the breakage's merged over them. The value is
 * text if the user's value was text.
 */
export function runtimeConfig({ overrides, breakage, helm }: Plan): Json {
  const { config: kept } = keepHarmlessOverrides(layer(overrides, breakage?.overrides ?? {}));
  const config = literalText({ overrides: kept });
  return helm?.runtimeConfigIsText === true ? stringify(config) : config;
}
