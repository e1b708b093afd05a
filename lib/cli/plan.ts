import { availableParallelism } from "node:os";
import { Command } from "commander";
import { stringify } from "yaml";
import { usageError } from "../base/errors.ts";
import { testTenants } from "../claims/all.ts";
import { describeLoad } from "../generator/describe-load.ts";
import { generationCost } from "../generator/generation-cost.ts";
import { describeNeeds, generatorNeeds } from "../generator/generator-needs.ts";
import { refuseUnknownChecks } from "../judge/known-checks.ts";
import { cleanJson } from "../output/clean.ts";
import { print, printError } from "../output/print.ts";
import { describePlan } from "../plan/describe-plan.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { describeDrop } from "../plan/taken-settings.ts";
import { refuseLateFaults } from "../traffic/late-faults.ts";
import { attachCluster, refuseNamedOverload } from "./attach-cluster.ts";
import { addClusterOptions, type ClusterFlags } from "./cluster-options.ts";
import { describeScenarios } from "./describe-scenarios.ts";
import { generatorFigures } from "./generator-figures.ts";
import { addGeneratorOptions, type GeneratorFlags } from "./generator-options.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { operatorManifests } from "./operator-manifests.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { addPlanOptions, planOptionsOf } from "./plan-options.ts";
import { refuseKindFiles } from "./refuse-kind-files.ts";
import { refuseOverload } from "./refuse-overload.ts";
import { defaultReportsDir } from "./reports-dir.ts";
import { addStackOptions, type StackFlags } from "./stack-options.ts";
import { hasUserFiles, verifyFiles } from "./verify-files.ts";

interface ShowFlags extends PlanFlags, StackFlags, GeneratorFlags, ClusterFlags {
  readonly list: boolean;
  readonly full: boolean;
  readonly k6Operator: boolean;
}

/** `lokiproof plan [scenario]`: shows what a run would do and expect; starts nothing. Exits with 3 on bad input. */
export function planCommand(): Command {
  const command = new Command("plan")
    .description("show what a run would do and expect; starts nothing")
    .argument("[scenario]", "a scenario file, or a name in scenarios/")
    .option("--list", "list the scenarios and breakages that come with lokiproof", false)
    .option("--full", "the whole frozen plan, as YAML", false)
    .option("--k6-operator", "what to apply for k6-operator to run the load, as YAML", false);
  return addClusterOptions(addGeneratorOptions(addStackOptions(addPlanOptions(command)))).action(
    (scenario: string | undefined, flags: ShowFlags) => show(scenario, flags),
  );
}

async function show(scenario: string | undefined, flags: ShowFlags): Promise<void> {
  const signal = abortOnInterrupt();
  if (flags.list) return print(await describeScenarios(signal));
  const wanted = planOptionsOf(scenario ?? "attach", flags);
  await using attached = await attachCluster(flags, signal);
  const name = scenario ?? (attached === undefined ? undefined : "attach");
  if (name === undefined) {
    throw usageError("plan: expected a scenario", { code: "NO_SCENARIO", hint: "lokiproof plan smoke" });
  }
  const loaded = await loadPlan({ ...wanted, ...attached?.plan, signal }, testTenants);
  const { plan } = loaded;
  await refuseUnknownChecks(plan, []);
  await refuseKindFiles(plan, flags, signal);
  refuseLateFaults(plan);
  await refuseOverload(plan, flags);
  attached?.check(plan);
  refuseNamedOverload(plan, flags);
  const asked = hasUserFiles(name, flags) ? await verifyFiles(loaded, signal) : [];
  const listed = new Set(plan.dropped.map(describeDrop));
  const warnings = [...loaded.warnings.filter((one) => !listed.has(one)), ...asked];
  for (const warning of warnings) printError(`warning: ${warning}\n`);
  if (flags.full) {
    print(stringify(JSON.parse(cleanJson(plan))));
    return;
  }
  if (flags.k6Operator) {
    print(operatorManifests(plan, flags));
    return;
  }
  print(describePlan(plan, describeLoad(plan)));
  await showGeneration(plan);
}

/** Prints the load that this machine can generate, and how much of this load the plan needs. */
async function showGeneration(plan: Plan): Promise<void> {
  const figures = await generatorFigures(defaultReportsDir);
  const { lines, warning } = generationCost(plan, figures, availableParallelism());
  print(`  generating ${describeNeeds(generatorNeeds(plan))}\n`);
  for (const line of lines) print(`  generating ${line}\n`);
  if (warning !== undefined) printError(`warning: ${warning}\n`);
}
