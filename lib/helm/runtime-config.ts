import { stringify } from "yaml";
import { type Json, layer } from "../base/json.ts";
import type { Plan } from "../scenario/plan.ts";
import { keepHarmlessOverrides } from "../settings/keep-harmless.ts";

/** `loki.runtimeConfig`: the plan's overrides with the breakage's over them, as text where the user's were text. */
export function runtimeConfig({ overrides, breakage, helm }: Plan): Json {
  const config = { overrides: keepHarmlessOverrides(layer(overrides, breakage?.overrides ?? {})).config };
  return helm?.runtimeConfigIsText === true ? stringify(config) : config;
}
