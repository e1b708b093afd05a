import { type Command, Option } from "commander";
import { usageError } from "../base/errors.ts";
import type { ChartFlags } from "../plan/chart/read-chart.ts";
import type { PlanOptions } from "../plan/plan-options.ts";
import { decimalNumber, wholeNumber } from "./number-parsers.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { type OtherFlags, replayFlags } from "./replay-flags.ts";
import { stackMisfits } from "./stack-options.ts";
import { chartReference } from "./text-parsers.ts";

/** Adds the flags that shape a plan; they are the same on every command that makes a plan. */
export function addPlanOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--stack <kind>", "where Loki runs").choices(["local", "kind", "cluster"]).default("local"),
    )
    .option("--loki-config <file>", "your production Loki config, laid over the scenario's")
    .option("--overrides <file>", "your production runtime overrides")
    .option("-f, --values <file>", "your production chart values; may be given again", listed, [])
    .option("--set <name=value>", "one chart value, over every file's; may be given again", listed, [])
    .option(
      "--chart <chart>",
      "kind: the Loki chart: a folder, <home>/loki, oci://... or https://...",
      chartReference,
    )
    .option("--chart-version <version>", "kind: its version, or a range such as 6.*")
    .option("--images <dir>", "kind: a folder of image archives, for registries that cannot be reached")
    .option(
      "--break <file>",
      "a breakage: a file, or a name in scenarios/breakages; may be given again",
      listed,
      [],
    )
    .option("--seed <n>", "seed of everything random", wholeNumber({ from: 0, to: 999_999_999 }))
    .option(
      "--scale <x>",
      "divides every byte rate, burst and planned load",
      decimalNumber({ from: 0.001, to: 1_000_000 }),
    )
    .option(
      "--force",
      "take a load that this machine is known not to carry, or a Loki newer than those known",
    );
}

/**
 * Converts the flags to the options of loadPlan. Flags that do not shape the plan are used only in the plan's replay
 * line. Throws usageError that lists all flags that do not fit together.
 */
export function planOptionsOf(scenario: string, flags: PlanFlags & OtherFlags): PlanOptions {
  const problems = [...chartMisfits(flags), ...stackMisfits(flags)];
  if (problems.length > 0) {
    throw usageError(problems.join("\n"), { code: "STACK_FLAGS", hint: "lokiproof run --help" });
  }
  return {
    scenario,
    provider: flags.stack,
    ...(flags.kindCluster === undefined ? {} : { kindCluster: flags.kindCluster }),
    ...(flags.sealed === undefined ? {} : { sealed: flags.sealed }),
    ...(flags.lokiConfig === undefined ? {} : { lokiConfigFile: flags.lokiConfig }),
    ...(flags.overrides === undefined ? {} : { overridesFile: flags.overrides }),
    chart: chartFlagsOf(flags),
    breakages: flags.break,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.scale === undefined ? {} : { scale: flags.scale }),
    ...(flags.force === undefined ? {} : { force: flags.force }),
    otherFlags: replayFlags(flags),
    now: new Date(),
  };
}

function chartMisfits({ stack, chart, chartVersion, images }: PlanFlags): readonly string[] {
  if (stack !== "local") return [];
  const flags = { "--chart": chart, "--chart-version": chartVersion, "--images": images };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  if (given.length === 0) return [];
  const names = given.map(([name]) => name).join(", ");
  return [`${names}: the local stack has no chart and no images; its values are read with -f and --set`];
}

function chartFlagsOf({ values, set, chart, chartVersion, images }: PlanFlags): ChartFlags {
  return {
    valuesFiles: values,
    settings: set,
    ...(chart === undefined ? {} : { reference: chart }),
    ...(chartVersion === undefined ? {} : { version: chartVersion }),
    ...(images === undefined ? {} : { images }),
  };
}

/** Returns the values of an option that can be repeated, with one more value. */
export function listed(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
