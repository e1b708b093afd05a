import { parse, stringify } from "yaml";
import { usageError } from "../base/errors.ts";
import { isObject, type JsonObject, layer } from "../base/json.ts";
import { jsonObject } from "../plan/json-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { imagesOfChart } from "./chart-images.ts";
import type { ChartProblem } from "./chart-problem.ts";
import { chartValues } from "./chart-values.ts";
import { checkReach } from "./check-reach.ts";
import { checkRendered } from "./check-rendered.ts";
import { describeProblems } from "./describe-problems.ts";
import type { HelmContext } from "./helm-command.ts";
import { type Manifests, renderedLokiConfig, renderedRuntimeConfig } from "./manifests.ts";
import { missingImages } from "./missing-images.ts";
import { renderThroughRefusals } from "./refusals.ts";
import { renderChart } from "./render-chart.ts";
import { type ResolvedChart, resolveChart } from "./resolve-chart.ts";
import type { ChartSurroundings } from "./surroundings.ts";
import { verifyConfig } from "./verify-config.ts";

/** A Helm release that is ready to install: `helm install <release> <chart.folder> -f <values>`. */
export interface Release {
  readonly chart: ResolvedChart;
  readonly values: JsonObject;
  readonly manifests: Manifests;
  /** Problems that the user or a breakage might intend, to be shown at the terminal. */
  readonly warnings: readonly string[];
}

export interface ReleaseOptions extends HelmContext {
  readonly around: ChartSurroundings;
  /** A Loki binary of the plan's version, which validates the config. */
  readonly lokiPath: string;
  /** The available images by full name, if no image can be pulled. */
  readonly images?: readonly string[];
}

/**
 * Finds the chart, renders it with the plan's values and checks the result. Starts nothing. Throws one usageError that
 * lists everything that the chart or Loki refuses, and everything that would not do what the values intend.
 */
export async function prepareRelease(plan: Plan, options: ReleaseOptions): Promise<Release> {
  const { around } = options;
  const values = chartValues(plan, around);
  const chart = await resolveChart(plan.helm ?? { reference: "", version: "" }, options);
  const { refusals, manifests } = await renderThroughRefusals(values, (tried) =>
    renderChart(chart.folder, tried, around, options),
  );
  const problems = [
    ...refusals,
    ...(manifests === undefined ? [] : await checked(manifests, plan, { ...options, chart })),
  ];
  const stopping = problems.filter((problem) => stops(problem, plan));
  if (stopping.length > 0 || manifests === undefined) {
    throw usageError(describeProblems(plan, chart, problems), {
      code: "CHART_VALUES",
      hint: "lay what is said after `instead:` over your values, with another -f or --set",
    });
  }
  return { chart, values, manifests, warnings: problems.map(({ at, what }) => `${at}: ${what}`) };
}

/**
 * Returns whether a problem with chart values prevents the installation. A breakage (a deliberate fault) is intended to
 * make Loki misbehave, but must never keep Loki from starting.
 */
function stops({ kind }: ChartProblem, { breakage }: Plan): boolean {
  return kind === "refused" || (kind === "misbehaves" && breakage === undefined);
}

async function checked(
  manifests: Manifests,
  plan: Plan,
  { lokiPath, images, signal, around, chart }: ReleaseOptions & { readonly chart: ResolvedChart },
): Promise<readonly ChartProblem[]> {
  const { credentialsSecret, roleArn } = around;
  const named = await imagesOfChart(chart.folder);
  return [
    ...checkReach(manifests.text, { images: named, credentialsSecret, roleArn }),
    ...(await refusedConfig(configsOf(manifests), { lokiPath, signal })),
    ...checkRendered(manifests, plan),
    ...(images === undefined ? [] : missingImages(manifests.images, images)),
  ];
}

/**
 * Returns the problem of the first config that Loki refuses. The second config contains the first one, so Loki would
 * refuse it for the same reason.
 */
async function refusedConfig(
  configs: readonly string[],
  { lokiPath, signal }: Pick<ReleaseOptions, "lokiPath" | "signal">,
): Promise<readonly ChartProblem[]> {
  for (const config of configs) {
    const problem = await verifyConfig(config, lokiPath, signal);
    if (problem !== undefined) return [problem];
  }
  return [];
}

/**
 * Returns the rendered Loki config, and a copy with all tenants' overrides merged into its limits. The copy is needed
 * because Loki exits on an override that it does not know, but `-verify-config` does not read the overrides file.
 */
function configsOf(manifests: Manifests): readonly string[] {
  const text = renderedLokiConfig(manifests);
  if (text === undefined) return [];
  const runtime = renderedRuntimeConfig(manifests);
  const tenants =
    isObject(runtime) && isObject(runtime["overrides"]) ? Object.values(runtime["overrides"]) : [];
  const limits = tenants.filter(isObject).reduce<JsonObject>(layer, {});
  return [text, stringify(layer(jsonObject.parse(parse(text)), { limits_config: limits }))];
}
