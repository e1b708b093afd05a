import { usageError } from "../base/errors.ts";
import { isObject, type JsonObject } from "../base/json.ts";
import { shell } from "../base/shell-words.ts";
import type { ChangedValue } from "../plan/chart/chart-schema.ts";
import { keptValues } from "../plan/chart/kept-values.ts";
import { layerValues } from "../plan/chart/layer-values.ts";
import { componentEntries } from "../plan/chart/workload-keys.ts";
import type { Plan } from "../plan/plan.ts";
import { chartLokiConfig } from "./chart-loki-config.ts";
import { literalText } from "./literal-text.ts";
import { runtimeConfig } from "./runtime-config.ts";
import { safetyValues } from "./safety-values.ts";
import type { ChartSurroundings } from "./surroundings.ts";

/**
 * Returns the values to install the chart with. They merge, in ascending precedence: the plan's chart values, its
 * replicas, the breakage's values, Loki's config and runtime overrides, and the values that tie the release to
 * lokiproof's stack. The plan's chart values already combine lokiproof's values for the article's topology, the
 * scenario's, the user's, and the changes for one machine. Throws usageError if the plan has no chart or a chart cannot
 * express the breakage.
 */
export function chartValues(plan: Plan, around: ChartSurroundings): JsonObject {
  const { helm, breakage } = plan;
  if (helm === undefined) {
    throw usageError(`the plan of ${plan.scenario} is for a ${plan.provider} stack: it has no chart`, {
      code: "NO_CHART",
      hint: "lokiproof run --stack kind",
    });
  }
  const broken = keptValues(breakage?.values ?? {}, helm.version);
  refuseBreakage(plan, broken.leftOut);
  const loki = {
    image: { tag: plan.lokiVersion },
    structuredConfig: literalText(chartLokiConfig(plan, around)),
    runtimeConfig: runtimeConfig(plan),
  };
  return [
    helm.values,
    replicaValues(plan),
    broken.values,
    { loki },
    safetyValues(plan, around),
  ].reduce<JsonObject>(layerValues, {});
}

function replicaValues({ replicas, breakage, helm }: Plan): JsonObject {
  const counts = { ...replicas, ...breakage?.replicas };
  return Object.fromEntries(
    componentEntries.map(([component, key]) => {
      const block = helm?.values[key];
      const off = isObject(block) && block["enabled"] === false;
      return [key, { replicas: off ? 0 : counts[component] }];
    }),
  );
}

/**
 * Throws usageError if a breakage (a deliberate fault of the stack) needs something that a Helm release cannot have.
 * Without the error, the stack would silently stay healthy.
 */
function refuseBreakage({ breakage }: Plan, leftOut: readonly ChangedValue[]): void {
  if (breakage === undefined) return;
  const fields = (["components", "swallowPushes", "topology"] as const).filter(
    (field) => breakage[field] !== undefined && breakage[field] !== "distributed",
  );
  const wishes = [...fields, ...leftOut.map(({ path }) => `values.${path}`)];
  if (wishes.length === 0) return;
  throw usageError(
    `the breakage ${breakage.name} needs ${wishes.join(" and ")}, which a Helm release that lokiproof installs cannot have`,
    { code: "BREAKAGE_NOT_HERE", hint: shell`lokiproof run --stack local --break ${breakage.name}` },
  );
}
