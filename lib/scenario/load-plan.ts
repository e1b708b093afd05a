import { isObject, type JsonObject, layer } from "../base/json.ts";
import { answerableStorm } from "./answerable-mix.ts";
import { articleConfig, articleOverrides } from "./article.ts";
import { type AttachedSource, attachedExpectations, refuseHarm, sendable } from "./attached-plan.ts";
import { type Breakage, breakage } from "./breakage-schema.ts";
import { type ChartFlags, type ReadChart, readChart } from "./chart/read-chart.ts";
import { checkHistories } from "./check-history.ts";
import { findScenario } from "./find-scenario.ts";
import { refuseBadGroups } from "./group-problems.ts";
import { mergeBreakages } from "./merge-breakages.ts";
import { withOtlpLabels } from "./otlp-labels.ts";
import { type Plan, plan } from "./plan.ts";
import { plannedLoad } from "./planned-load.ts";
import { readYaml } from "./read-yaml.ts";
import { replayLine } from "./replay-line.ts";
import { scaleConfig, scaleLimits } from "./scale-limits.ts";
import { type Scenario, scenario } from "./scenario-schema.ts";
import { noReplicas } from "./stack-schema.ts";
import { stripSecrets } from "./strip-secrets.ts";
import { testTenants } from "./test-tenants.ts";
import { userConfig } from "./user-config.ts";
import { userOverrides } from "./user-overrides.ts";

export interface PlanOptions {
  /** A file, or the name of one in scenarios/. */
  readonly scenario: string;
  readonly provider: Plan["provider"];
  /** A kind cluster of the user's, by kind's name for it. */
  readonly kindCluster?: string;
  /** Loopback is the only network that the local stack has. */
  readonly sealed?: boolean;
  /** Production Loki config, laid over the scenario's. */
  readonly lokiConfigFile?: string;
  /** Production runtime overrides (`overrides:` at the top), laid over the scenario's. */
  readonly overridesFile?: string;
  /** The user's chart values and chart, over the scenario's. */
  readonly chart?: ChartFlags;
  /** Files, or names of ours in scenarios/breakages/; several are laid over one another. */
  readonly breakages?: readonly string[];
  readonly seed?: number;
  readonly scale?: number;
  /** A cluster that runs already; the scenario gives its load and its checks, not its stack. */
  readonly attached?: AttachedSource;
  /** What else to give again to run the same: flags and their values, each a word. */
  readonly otherFlags?: readonly string[];
  /** Nothing but a port-forward leads to the gateway: it carries no load. */
  readonly portForwardOnly?: boolean;
  /** In place of the scenario's. */
  readonly bucket?: string;
  readonly now: Date;
  /** Ends the reading of a file that does not end. */
  readonly signal?: AbortSignal | undefined;
}

/** A plan, frozen, and what the reader should know of how it came about. */
export interface LoadedPlan {
  readonly plan: Plan;
  readonly warnings: readonly string[];
}

/** Reads and checks every file, layers them, divides by scale. Throws usageError (exit 3) before anything is started. */
export async function loadPlan(options: PlanOptions): Promise<LoadedPlan> {
  const file = await findScenario("scenario", options.scenario);
  const { signal } = options;
  const remarks: string[] = [];
  const reading = { signal, warn: (remark: string): number => remarks.push(remark) };
  const read = await readYaml(file, scenario, "scenario", { ...reading, kind: "scenario" });
  const production = await userConfig(options.lokiConfigFile, reading);
  const overrides = await userOverrides(options.overridesFile, reading);
  const broken = mergeBreakages(
    await Promise.all((options.breakages ?? []).map((name) => readBreakage(name, signal))),
  );
  const { config, stripped } = stripSecrets(production);
  const chart = await readChart(read.stack.chart, options.chart ?? {}, {
    file,
    provider: options.provider,
    ...reading,
  });
  const assembled = assemble(read, { config, overrides, broken, chart }, options);
  const planned = await plannedLoad(read, { file, scale: options.scale ?? read.scale });
  const { load, warnings: aboutLoad } = sendable({ ...assembled, ...planned }, options);
  const frozen = plan.parse({
    ...load,
    tenants: answerable(load.tenants, assembled),
    replay: replayLine(options, read.seed),
  });
  refuseHarm(frozen);
  checkHistories(frozen);
  refuseBadGroups(frozen);
  const warnings = [
    ...remarks,
    ...stripped.map((path) => `${path} of ${options.lokiConfigFile} looks like a secret: left out`),
    ...chart.planned.overruled.map(({ path, why }) => `chart value ${path}: left out, ${why}`),
    ...aboutLoad,
  ];
  return { plan: deepFreeze(frozen), warnings };
}

async function readBreakage(nameOrFile: string, signal: AbortSignal | undefined): Promise<Breakage> {
  const file = await findScenario("breakage", nameOrFile);
  return readYaml(file, breakage, "breakage", { kind: "breakage", signal });
}

interface UserLayers {
  readonly config: JsonObject;
  readonly overrides: JsonObject;
  readonly broken: Breakage | undefined;
  readonly chart: ReadChart;
}

type Assembled = Omit<Plan, "replay" | "tenants" | "tenantGroups">;

function assemble(read: Scenario, user: UserLayers, options: PlanOptions): Assembled {
  const scale = options.scale ?? read.scale;
  const { chart } = user;
  const config = layers(articleIn(chart) ? articleConfig : {}, read.stack.config, chart.config, user.config);
  const overrides = layers(
    articleIn(chart) ? articleOverrides : {},
    read.stack.overrides,
    chart.overrides,
    user.overrides,
  );
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
    replicas: { ...(articleIn(chart) ? read.stack.replicas : noReplicas), ...chart.replicas },
    bucket: options.bucket ?? read.stack.bucket,
    ...(options.provider === "local" || options.attached ? {} : { helm: chart.planned }),
    config: scaleConfig(config, scale),
    overrides: { ...scaled, ...testTenants },
    budgets: read.budgets,
    windows: read.windows,
    ratios: read.ratios,
    faults: read.faults,
    ...(read.checks.suites ? { suites: read.checks.suites } : {}),
    required: read.checks.required,
    ...(user.broken ? { breakage: user.broken } : {}),
    ...(options.attached ? attachedExpectations(options.attached, statedIn(user)) : {}),
  };
}

/** What the user's own files say that a cluster is meant to be. */
function statedIn({ chart, config, overrides }: UserLayers): Parameters<typeof attachedExpectations>[1] {
  const { lokiVersion, replicas } = chart;
  return {
    ...(lokiVersion === undefined ? {} : { lokiVersion }),
    ...(replicas === undefined ? {} : { replicas }),
    config: layers(chart.config, config),
    overrides: layers(chart.overrides, overrides),
  };
}

/** False where a scenario takes the user's values as they are, over nothing of ours. */
function articleIn(chart: ReadChart): boolean {
  return chart.planned.base === "article";
}

function layers(...all: readonly JsonObject[]): JsonObject {
  return all.reduce<JsonObject>(layer, {});
}

function answerable(tenants: Plan["tenants"], limits: Assembled): Plan["tenants"] {
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

/** Unique on one machine (millisecond and process), sorts by time, fits a label of Kubernetes. */
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
