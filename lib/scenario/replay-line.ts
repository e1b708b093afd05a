import type { PlanOptions } from "./load-plan.ts";

/** The command that runs the same again: what the user typed, with the seed made explicit. */
export function replayLine(options: PlanOptions, scenarioSeed: number): string {
  const { chart = {} } = options;
  const flags: readonly (readonly [string, string | number | undefined])[] = [
    ["--stack", options.provider === "local" ? undefined : options.provider],
    ["--loki-config", options.lokiConfigFile],
    ["--overrides", options.overridesFile],
    ...(chart.valuesFiles ?? []).map((file) => ["-f", file] as const),
    ...(chart.settings ?? []).map((setting) => ["--set", setting] as const),
    ["--chart", chart.reference],
    ["--chart-version", chart.version],
    ["--images", chart.images],
    ...(options.breakages ?? []).map((name) => ["--break", name] as const),
    ["--scale", options.scale],
    ["--seed", options.seed ?? scenarioSeed],
  ];
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, quoted(String(value))]));
  const others = (options.otherFlags ?? []).map(quoted);
  return ["bin/lokiproof", "run", quoted(options.scenario), ...given, ...others].join(" ");
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
