import { isObject, type Json } from "../base/json.ts";
import type { Plan } from "./plan.ts";

/** What the plan sets for a limit of a tenant: its override before `limits_config`; undefined: Loki's own default. */
export function plannedLimit(
  { overrides, config }: Pick<Plan, "overrides" | "config">,
  tenant: string,
  name: string,
): Json | undefined {
  const common = config["limits_config"];
  return overrides[tenant]?.[name] ?? (isObject(common) ? common[name] : undefined);
}
