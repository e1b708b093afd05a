import { join, resolve } from "node:path";
import { Command } from "commander";
import { exitCodes, usageError } from "../base/errors.ts";
import { testTenants } from "../claims/all.ts";
import { describeStep, kneeLines, markdownKnee } from "../knee/describe-knee.ts";
import { findKnee } from "../knee/find-knee.ts";
import { kneePage } from "../knee/knee-page.ts";
import { kneePlan, raisedLimits, scenarioPeak } from "../knee/knee-plan.ts";
import type { KneeReport } from "../knee/knee-report.ts";
import { letRead } from "../output/access.ts";
import { print, printError } from "../output/print.ts";
import { writeWhole, writeWholeJson } from "../output/write-whole.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { versionsOf } from "../run/versions.ts";
import { createRunFolder } from "../run-folder/create-run-folder.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import { provision } from "../toolchain/provision.ts";
import { requireFolders } from "../toolchain/require-folder.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { wholeNumber } from "./number-parsers.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { addPlanOptions, planOptionsOf } from "./plan-options.ts";
import { addReadersOption, type ReadersFlags, readersOf } from "./readers-option.ts";
import { defaultReportsDir } from "./reports-dir.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { runFolders } from "./used-folders.ts";

interface KneeFlags extends PlanFlags, ReadersFlags {
  readonly out: string;
  readonly stepS: number;
  readonly maxMinutes: number;
  readonly keepLimits: boolean;
}

/**
 * `lokiproof knee [scenario]`: finds the highest rates that a stack sustains. Exits with 0 if a rate was sustained in
 * each search, otherwise with 2.
 */
export function kneeCommand(): Command {
  const command = new Command("knee")
    .description(
      "raise the rate on one stack until a budget breaks; report the rate that held, the bottleneck and the cost",
    )
    .argument(
      "[scenario]",
      "whose tenants, streams, queries and budgets; a file, or a name in scenarios/",
      "smoke",
    )
    .option("--out <dir>", "where the report's folder is made", defaultReportsDir)
    .option(
      "--max-minutes <n>",
      "for the search, without the stack's start",
      wholeNumber({ from: 1, to: 1440 }),
      15,
    )
    .option("--step-s <n>", "least length of a step, in seconds", wholeNumber({ from: 10, to: 600 }), 12)
    .option("--keep-limits", "leave the tenants' limits as they are: they may be the knee", false);
  return addReadersOption(addPlanOptions(command)).action((scenario: string, flags: KneeFlags) =>
    knee(scenario, flags),
  );
}

async function knee(scenario: string, flags: KneeFlags): Promise<void> {
  const signal = abortOnInterrupt();
  const outDir = resolve(flags.out);
  await requireFolders(runFolders(outDir, readersOf(flags)));
  const loaded = await loadPlan({ ...planOptionsOf(scenario, flags), signal }, testTenants);
  for (const warning of loaded.warnings) printError(`warning: ${warning}\n`);
  if (loaded.plan.provider !== "local") {
    const hint = "lokiproof knee --stack local";
    throw usageError(
      `knee: expected a local stack, got ${loaded.plan.provider}: CPU by component is read from processes of this machine`,
      { code: "NO_KNEE", hint },
    );
  }
  const plan = kneePlan(loaded.plan, flags);
  const { bytesPerSecond, queriesPerSecond } = scenarioPeak(plan);
  if (bytesPerSecond + queriesPerSecond === 0) {
    throw usageError(`${plan.scenario} has neither flood nor storm to raise`, { code: "NO_LOAD" });
  }
  const budgets = plan.budgets.map(
    (one) => `${one.tenant} ${one.operation} ${one.quantile} <= ${one.maxMs} ms`,
  );
  print(`budgets: ${budgets.join("; ")}\n${limitsLine(plan, flags)}\n`);
  const runDir = await createRunFolder(outDir, plan);
  const report = await search({ plan, flags, budgets, runDir, signal });
  await writeWholeJson(join(runDir, "knee.json"), report);
  await writeWhole(join(runDir, "knee.md"), markdownKnee(report));
  await writeWhole(join(runDir, "knee.html"), kneePage(report));
  await letRead(runDir, readersOf(flags));
  const lines = kneeLines(report).map(([what, text]) => `${what.padEnd(12)}  ${text}`);
  print(`${lines.join("\n")}\n\nreport  ${join(runDir, "knee.html")}\n`);
  const held = [report.ingest, report.query].every(
    (finding) => finding === undefined || finding.rate !== undefined,
  );
  process.exitCode = signal.aborted ? exitCodes.interrupted : held ? exitCodes.pass : exitCodes.unknown;
}

function limitsLine(plan: Plan, { keepLimits }: KneeFlags): string {
  if (keepLimits) return "limits: the tenants' own; where they refuse, they are the knee";
  const raised = Object.entries(raisedLimits).map(([name, value]) => `${name} ${value}`);
  return `limits of ${Object.keys(plan.tenants).join(", ")}, raised for the search: ${raised.join(", ")}`;
}

interface Search {
  readonly plan: Plan;
  readonly flags: KneeFlags;
  readonly budgets: readonly string[];
  readonly runDir: string;
  readonly signal: AbortSignal;
}

async function search({ plan, flags, budgets, runDir, signal }: Search): Promise<KneeReport> {
  const startedAt = new Date().toISOString();
  const programs = await terminalProgress.step("toolchain", (progress) =>
    provision({ loki: plan.lokiVersion }, { progress, signal }),
  );
  await using stack = await terminalProgress.step("stack", (progress) =>
    localProvider.up(plan, { progress, signal }),
  );
  const found = await findKnee({
    plan,
    stack,
    k6Path: programs.k6.path,
    stepsDir: join(runDir, "steps"),
    stepS: flags.stepS,
    maxMs: flags.maxMinutes * 60_000,
    shown: terminalProgress,
    onStep: (step) => print(`${describeStep(step)}\n`),
    signal,
  });
  return {
    schemaVersion: 1,
    runId: plan.runId,
    scenario: plan.scenario,
    seed: plan.seed,
    startedAt,
    endedAt: new Date().toISOString(),
    versions: versionsOf(programs),
    limits: flags.keepLimits ? "kept" : "raised",
    budgets: [...budgets],
    ...found,
  };
}
