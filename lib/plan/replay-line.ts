import { ownCommand } from "../base/own-command.ts";
import { shownSetting } from "./chart/shown-setting.ts";
import type { PlanOptions } from "./plan-options.ts";

/**
 * The chart version whose keys decide which `--set` values are shown if the user gives no chart version. Values of keys
 * that only a newer chart has are hidden.
 */
const newestChart = "6.55.0";

/**
 * Returns the command that repeats a run: the user's flags, with the seed made explicit. Values that might be secrets
 * are left out. A shell comment at the end says which values the user must put back.
 */
export function replayLine(options: PlanOptions, scenarioSeed: number): string {
  const { chart = {} } = options;
  const settings = (chart.settings ?? []).map((one) => shownSetting(one, chart.version ?? newestChart));
  const flags: readonly (readonly [string, string | number | undefined])[] = [
    ["--stack", options.provider === "local" ? undefined : options.provider],
    ["--loki-config", options.lokiConfigFile],
    ["--overrides", options.overridesFile],
    ...(chart.valuesFiles ?? []).map((file) => ["-f", file] as const),
    ...settings.map(({ text }) => ["--set", text] as const),
    ["--chart", chart.reference],
    ["--chart-version", chart.version],
    ["--images", chart.images],
    ...(options.breakages ?? []).map((name) => ["--break", name] as const),
    ["--scale", options.scale],
    ["--seed", options.seed ?? scenarioSeed],
  ];
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
  const others = options.otherFlags ?? [];
  const gone = settings.flatMap((one) => one.hidden);
  const putBack = gone.length === 0 ? [] : [`# put back the value of ${gone.join(", ")}`];
  return [ownCommand(["run", options.scenario, ...given, ...others]), ...putBack].join(" ");
}
