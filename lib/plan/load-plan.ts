import { isObject, type JsonObject, layer, settingAt } from "../base/json.ts";
import { secrets } from "../output/secret-registry.ts";
import { describeUnaskedAges } from "../promises/ingester-memory.ts";
import { describeUnknownMinor, describeUnknownRelease } from "../promises/known-releases.ts";
import { withoutEffect } from "../promises/no-effect.ts";
import { answerableStorm } from "./answerable-mix.ts";
import { articleConfig, articleOverrides } from "./article.ts";
import { attachedExpectations, refuseHarm, sendable } from "./attached-plan.ts";
import type { ChangedValue } from "./chart/chart-schema.ts";
import type { ReadChart } from "./chart/read-chart.ts";
import { checkHistories } from "./check-history.ts";
import { findScenario } from "./find-scenario.ts";
import type { GivenFiles } from "./given-files.ts";
import { refuseBadGroups } from "./group-problems.ts";
import { historyTenant, historyTenantLimits } from "./history-tenant.ts";
import { inOneTenant } from "./in-one-tenant.ts";
import { refuseSmallLimits } from "./limit-problems.ts";
import { mergeBreakages } from "./merge-breakages.ts";
import { withOtlpLabels } from "./otlp-labels.ts";
import { withoutOverruled } from "./overruled-settings.ts";
import { withPatternIngesters } from "./pattern-ingesters.ts";
import { type Plan, plan } from "./plan.ts";
import type { PlanOptions } from "./plan-options.ts";
import { plannedLoad } from "./planned-load.ts";
import { readYaml } from "./read-yaml.ts";
import { refuseBreakage } from "./refuse-breakage.ts";
import { refuseUnknownMinor } from "./refuse-unknown-minor.ts";
import { replayLine } from "./replay-line.ts";
import { scaleConfig, scaleLimits } from "./scale-limits.ts";
import { scenario } from "./scenario-schema.ts";
import { refuseUnusableShape } from "./shape-problems.ts";
import { noReplicas } from "./stack-schema.ts";
import { describeDrop, type PlannedDrop, type TakenSettings } from "./taken-settings.ts";
import { memberNames } from "./tenant-groups.ts";
import { readLayers, type UserLayers } from "./user-layers.ts";

/** A frozen plan, and warnings for the reader about how it was assembled. */
export interface LoadedPlan {
  readonly plan: Plan;
  readonly warnings: readonly string[];
  /** The user's files, unmerged, so that Loki itself can validate them. */
  readonly given: GivenFiles;
}

/**
 * Reads and checks every file of a plan, merges them and divides rates and rate limits by `scale`. Throws usageError
 * (exit 3) before anything starts. Every plan contains `tenantsOfClaims`, whose limits are not divided by `scale`.
 */
export async function loadPlan(
  options: PlanOptions,
  tenantsOfClaims: Plan["testTenants"],
): Promise<LoadedPlan> {
  const file = await findScenario("scenario", options.scenario);
  const { signal } = options;
  const remarks: string[] = [];
  const reading = { signal, warn: (remark: string): number => remarks.push(remark) };
  const read = await readYaml(file, scenario, "scenario", { ...reading, kind: "scenario" });
  const user = await readLayers(read, options, { file, ...reading });
  const assembled = assemble(user, options, tenantsOfClaims);
  const planned = await plannedLoad(read, { file, scale: options.scale ?? read.scale });
  const { plan: meant, warnings: aboutTenants } = inOneTenant({ ...assembled, ...planned });
  const { load, warnings: aboutLoad } = sendable(meant, options);
  const frozen = plan.parse({
    ...load,
    tenants: answerable(load.tenants, meant),
    replay: replayLine(options, read.seed),
  });
  secrets.keepReadable([
    ...Object.keys(frozen.tenants),
    ...Object.keys(frozen.replicas),
    frozen.scenario,
    frozen.bucket,
  ]);
  // An existing Loki is judged whatever its version is.
  if (options.attached === undefined && options.force !== true) refuseUnknownMinor(frozen);
  refuseHarm(frozen);
  const names = [...Object.keys(frozen.tenants), ...frozen.tenantGroups.flatMap(memberNames)];
  for (const broken of user.breakages) refuseBreakage(broken, frozen, names);
  checkHistories(frozen);
  refuseUnusableShape(frozen);
  refuseSmallLimits(frozen);
  refuseBadGroups(frozen);
  return {
    plan: deepFreeze(frozen),
    given: user.given,
    warnings: [
      ...remarks,
      ...frozen.dropped.map(describeDrop),
      ...user.warnings,
      ...aboutTenants,
      ...withoutEffect(frozen),
      ...[describeUnknownMinor(frozen), describeUnknownRelease(frozen), describeUnaskedAges(frozen)].flatMap(
        (warning) => warning ?? [],
      ),
      ...aboutLoad,
    ],
  };
}

type Assembled = Omit<Plan, "replay" | "tenants" | "tenantGroups">;

function assemble(user: UserLayers, options: PlanOptions, tenantsOfClaims: Plan["testTenants"]): Assembled {
  const { read, chart, ofScenario, ofChart, ofUser } = user;
  const scale = options.scale ?? read.scale;
  const taken = [ofScenario, ofChart, ofUser];
  const broken = mergeBreakages(user.breakages);
  const config = layers(articleIn(chart) ? articleConfig : {}, ...taken.map((one) => one.config));
  const overrides = layers(articleIn(chart) ? articleOverrides : {}, ...taken.map((one) => one.overrides));
  const gatewayForm = taken.findLast((one) => one.gatewayForm !== undefined)?.gatewayForm;
  const replicas = {
    ...withPatternIngesters(
      layers(ofScenario.config, ofUser.config),
      articleIn(chart) ? read.stack.replicas : noReplicas,
    ),
    ...chart.replicas,
  };
  const { config: kept, overruled } =
    options.provider === "local" ? withoutOverruled(config, replicas) : { config, overruled: [] };
  const testTenants = { ...tenantsOfClaims, [historyTenant]: historyTenantLimits };
  const scaled = withOtlpLabels(scaleAll(overrides, scale), read.tenants);
  return {
    version: 1,
    runId: runId(read.name, options.now),
    createdAt: options.now.toISOString(),
    scenario: read.name,
    description: read.description,
    seed: options.seed ?? read.seed,
    scale,
    provider: options.provider,
    ...(options.kindCluster === undefined ? {} : { kindCluster: options.kindCluster }),
    ...(options.sealed === true ? { sealed: true as const } : {}),
    lokiVersion: chart.lokiVersion ?? read.stack.lokiVersion,
    replicas,
    bucket: options.bucket ?? read.stack.bucket,
    ...(options.provider === "local" || options.attached ? {} : { helm: chart.planned }),
    config: scaleConfig(kept, scale),
    overrides: { ...scaled, ...testTenants },
    testTenants,
    dropped: [
      ...taken.flatMap((one) => one.dropped),
      ...chart.planned.overruled.map(ofChartValues),
      ...overruled.map((one) => ({ source: sourceOf(one.path, taken), ...one })),
    ],
    ...(gatewayForm === undefined ? {} : { indexGatewayForm: gatewayForm }),
    budgets: read.budgets,
    windows: read.windows,
    ratios: read.ratios,
    faults: read.faults,
    ...(read.checks.suites ? { suites: read.checks.suites } : {}),
    required: read.checks.required,
    ...(broken ? { breakage: broken } : {}),
    ...(options.attached ? attachedExpectations(options.attached, statedIn(user)) : {}),
  };
}

/** Returns the source of a setting: the last layer that states it, because later layers win. */
function sourceOf(path: string, taken: readonly TakenSettings[]): string {
  const stating = taken.findLast(({ config }) => settingAt(config, path.split(".")) !== undefined);
  return stating?.source ?? "the article";
}

function ofChartValues({ path, why }: ChangedValue): PlannedDrop {
  return { source: "chart values", path, why };
}

/** Returns the expectations that the user's own files state about an existing cluster. */
function statedIn({ chart, ofChart, ofUser }: UserLayers): Parameters<typeof attachedExpectations>[1] {
  const { lokiVersion, replicas } = chart;
  return {
    ...(lokiVersion === undefined ? {} : { lokiVersion }),
    ...(replicas === undefined ? {} : { replicas }),
    config: layers(ofChart.config, ofUser.config),
    overrides: layers(ofChart.overrides, ofUser.overrides),
  };
}

/**
 * Returns whether the article's config is merged below the user's. False if the scenario runs the user's chart values
 * alone.
 */
function articleIn(chart: ReadChart): boolean {
  return chart.planned.base === "article";
}

function layers(...all: readonly JsonObject[]): JsonObject {
  return all.reduce<JsonObject>(layer, {});
}

function answerable(tenants: Plan["tenants"], limits: Pick<Plan, "config" | "overrides">): Plan["tenants"] {
  return Object.fromEntries(
    Object.entries(tenants).map(([name, load]) => {
      return [name, load.storm ? { ...load, storm: answerableStorm(load.storm, name, limits) } : load];
    }),
  );
}

function scaleAll(overrides: JsonObject, scale: number): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(overrides).map(([tenant, limits]) => [
      tenant,
      isObject(limits) ? scaleLimits(limits, scale) : {},
    ]),
  );
}

/**
 * Returns a run id that is unique on one machine (by millisecond and process), sorts by time and fits a Kubernetes
 * label.
 */
function runId(name: string, now: Date): string {
  const stamp = now
    .toISOString()
    .replaceAll(/[-:.TZ]/g, "")
    .slice(2, 17);
  return `${name}-${stamp}-${process.pid.toString(36)}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
