import { z } from "zod";
import { ownCommand } from "../base/own-command.ts";
import { findScenario, listScenarios } from "../plan/find-scenario.ts";
import { readBreakage } from "../plan/read-breakage.ts";
import { readYaml } from "../plan/read-yaml.ts";
import { describeList, type ListedThing } from "./describe-list.ts";

/** Describes lokiproof's own scenarios and breakages (deliberate faults), and how to run each. */
export async function describeScenarios(signal: AbortSignal): Promise<string> {
  const scenarios = (await listScenarios("scenario")).map((name) => readScenario(name, signal));
  const breakages = (await listScenarios("breakage")).map((name) => readBreakage(name, { signal }));
  return [
    `Scenarios: ${ownCommand(["run"])} NAME\n`,
    describeList(await Promise.all(scenarios)),
    `\nBreakages: ${ownCommand(["run", "smoke", "--break"])} NAME\n`,
    describeList(await Promise.all(breakages)),
  ].join("");
}

const described = z.looseObject({ name: z.string(), description: z.string() });

async function readScenario(name: string, signal: AbortSignal): Promise<ListedThing> {
  return await readYaml(await findScenario("scenario", name), described, "scenario", {
    kind: "scenario",
    signal,
  });
}
