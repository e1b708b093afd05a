import type { Breakage } from "./breakage-schema.ts";
import { lokiConfigOf } from "./chart/loki-sections.ts";
import { type ReadChart, readChart } from "./chart/read-chart.ts";
import type { Expectation } from "./expect-schema.ts";
import type { GivenFiles } from "./given-files.ts";
import { refuseNegativeLimits } from "./negative-limits.ts";
import type { PlanOptions } from "./plan-options.ts";
import { readBreakage } from "./read-breakage.ts";
import type { ReadYamlOptions } from "./read-yaml.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import type { Scenario } from "./scenario-schema.ts";
import { type StatedSettings, type TakenSettings, takeSettings } from "./taken-settings.ts";
import { userConfig } from "./user-config.ts";
import { userOverrides } from "./user-overrides.ts";

/** The contents of all input files of a plan, without forbidden settings, such as addresses outside the stack. */
export interface UserLayers {
  readonly read: Scenario;
  readonly chart: ReadChart;
  readonly ofScenario: TakenSettings;
  readonly ofChart: TakenSettings;
  readonly ofUser: TakenSettings;
  readonly breakages: readonly Breakage[];
  /** The user's files, unmerged, so that Loki itself can validate them. */
  readonly given: GivenFiles;
  readonly warnings: readonly string[];
}

/** Reads the files that a scenario and flags name. Throws usageError. */
export async function readLayers(
  read: Scenario,
  options: PlanOptions,
  { file, ...reading }: ReadYamlOptions & { readonly file: string },
): Promise<UserLayers> {
  const { lokiConfigFile, overridesFile, provider } = options;
  const production = lokiConfigFile === undefined ? undefined : await userConfig(lokiConfigFile, reading);
  const runtime = overridesFile === undefined ? undefined : await userOverrides(overridesFile, reading);
  const { config = {} } = production ?? {};
  const { overrides = {} } = runtime ?? {};
  refuseNegativeLimits(config, overrides);
  const breakages = await Promise.all((options.breakages ?? []).map((name) => readBreakage(name, reading)));
  const chart = await readChart(read.stack.chart, options.chart ?? {}, { file, provider, ...reading });
  const stated = {
    scenario: { source: `scenario ${read.name}`, config: read.stack.config, overrides: read.stack.overrides },
    chart: { source: "chart values", config: chart.config, overrides: chart.overrides },
    config: { source: `--loki-config ${lokiConfigFile}`, config, overrides: {} },
    overrides: { source: `--overrides ${overridesFile}`, config: {}, overrides },
    expected: statedBy(options.attached?.expected),
  };
  const warnings = refuseUnknown(
    [...Object.values(stated), ...breakages.flatMap(settingsOfBreakage)],
    chart.lokiVersion ??
      options.attached?.expected.lokiVersion ??
      options.attached?.learned.lokiVersion ??
      read.stack.lokiVersion,
  );
  const take = (one: StatedSettings): TakenSettings =>
    takeSettings(one, { attached: options.attached !== undefined });
  const [ofConfig, ofOverrides] = [take(stated.config), take(stated.overrides)];
  return {
    read,
    chart,
    ofScenario: take(stated.scenario),
    ofChart: take(stated.chart),
    ofUser: {
      ...ofConfig,
      overrides: ofOverrides.overrides,
      dropped: [
        ...ofConfig.dropped,
        ...ofOverrides.dropped,
        ...(runtime?.dropped ?? []).map((one) => ({ source: stated.overrides.source, ...one })),
      ],
    },
    breakages,
    given: { lokiConfig: production?.given, overrides: runtime?.given },
    warnings,
  };
}

/** Returns the settings that the user stated about an existing cluster. */
function statedBy({ config = {}, overrides = {} }: Partial<Expectation> = {}): StatedSettings {
  return { source: "--expect", config, overrides };
}

function settingsOfBreakage(broken: Breakage): StatedSettings[] {
  const { name, config = {}, components = {}, overrides = {}, values = {} } = broken;
  return [
    { source: `breakage ${name}`, config, overrides },
    { source: `breakage ${name}, values`, config: lokiConfigOf(values), overrides: {} },
    ...Object.entries(components).map(([member, ofMember]) => {
      return { source: `breakage ${name}, components.${member}`, config: ofMember, overrides: {} };
    }),
  ];
}
