import { type Command, InvalidArgumentError, Option } from "commander";
import type { PlanOptions } from "../scenario/load-plan.ts";

export interface PlanFlags {
  readonly stack: PlanOptions["provider"];
  readonly lokiConfig?: string;
  readonly overrides?: string;
  readonly break: readonly string[];
  readonly chart?: string;
  readonly images?: string;
  readonly seed?: number;
  readonly scale?: number;
}

/** Adds the flags that shape a plan: the same on every command that makes one. */
export function addPlanOptions(command: Command): Command {
  return command
    .addOption(new Option("--stack <kind>", "where Loki runs").choices(["local", "kind"]).default("local"))
    .option("--loki-config <file>", "your production Loki config, laid over the scenario's")
    .option("--overrides <file>", "your production runtime overrides")
    .option(
      "--break <file>",
      "a breakage: a file, or a name in scenarios/breakages; may be given again",
      listed,
      [],
    )
    .option("--chart <chart>", "kind: the Loki chart; a folder, or a reference that helm finds")
    .option("--images <dir>", "kind: image archives (*.tar) to load where no registry can be reached")
    .option("--seed <n>", "seed of everything random", wholeNumber)
    .option("--scale <x>", "divides every byte rate, burst and planned load", positiveNumber);
}

/** What the flags say, as loadPlan takes it. */
export function planOptionsOf(scenario: string, flags: PlanFlags): PlanOptions {
  return {
    scenario,
    provider: flags.stack,
    ...(flags.lokiConfig === undefined ? {} : { lokiConfigFile: flags.lokiConfig }),
    ...(flags.overrides === undefined ? {} : { overridesFile: flags.overrides }),
    breakages: flags.break,
    chart: {
      ...(flags.chart === undefined ? {} : { reference: flags.chart }),
      ...(flags.images === undefined ? {} : { images: flags.images }),
    },
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.scale === undefined ? {} : { scale: flags.scale }),
    now: new Date(),
  };
}

/** For options that may be given again. */
export function listed(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number.");
  return Number(text);
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0.001)
    throw new InvalidArgumentError("expected a number of 0.001 or more.");
  return value;
}
