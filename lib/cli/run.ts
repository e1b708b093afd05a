import { resolve } from "node:path";
import { Command } from "commander";
import { usageError } from "../base/errors.ts";
import { silentProgress } from "../base/log.ts";
import { testTenants } from "../claims/all.ts";
import { describeLoad } from "../generator/describe-load.ts";
import { refuseUnknownChecks } from "../judge/known-checks.ts";
import { letRead } from "../output/access.ts";
import { print, printError } from "../output/print.ts";
import { describePlan } from "../plan/describe-plan.ts";
import { loadPlan } from "../plan/load-plan.ts";
import { ownNamespaceOf } from "../plan/own-namespace.ts";
import type { Plan } from "../plan/plan.ts";
import { liveMetrics } from "../report/live-metrics.ts";
import { serveMetrics } from "../report/metrics-server.ts";
import { run } from "../run/run.ts";
import { keptProvider } from "../stack/kept-provider.ts";
import type { Stack } from "../stack/stack.ts";
import { requireFolders } from "../toolchain/require-folder.ts";
import { refuseLateFaults } from "../traffic/late-faults.ts";
import { agree, agreeToNamed } from "./agree.ts";
import { type AttachedCluster, attachCluster, refuseNamedOverload } from "./attach-cluster.ts";
import { addClusterOptions, type ClusterFlags } from "./cluster-options.ts";
import { addGeneratorOptions, type GeneratorFlags, generatorsOf } from "./generator-options.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { keepStack } from "./keep-stack.ts";
import { wholeNumber } from "./number-parsers.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { addPlanOptions, listed, planOptionsOf } from "./plan-options.ts";
import { addReadersOption, type ReadersFlags, readersOf } from "./readers-option.ts";
import { refuseKindFiles } from "./refuse-kind-files.ts";
import { refuseOverload } from "./refuse-overload.ts";
import { defaultReportsDir } from "./reports-dir.ts";
import { terminalProgress, warnings } from "./run-progress-terminal.ts";
import { enterStack, seal } from "./seal.ts";
import { showResult } from "./show-result.ts";
import { addStackOptions, programsFor, providerOf, type StackFlags } from "./stack-options.ts";
import { runFolders } from "./used-folders.ts";
import { hasUserFiles, verifyFiles } from "./verify-files.ts";

interface RunFlags extends PlanFlags, StackFlags, GeneratorFlags, ClusterFlags, ReadersFlags {
  readonly out: string;
  readonly suites: readonly string[];
  readonly keep: boolean;
  readonly on?: string;
  readonly metricsPort?: number;
}

/** `lokiproof run [scenario]`: performs one run from plan to verdict. Its exit code is the verdict's. */
export function runCommand(): Command {
  const command = new Command("run")
    .description("stand the stack up, load it, prove it, tear it down; exit 0 pass, 1 fail, 2 unknown")
    .argument("[scenario]", "a scenario file, or a name in scenarios/ (smoke; of a cluster: attach)")
    .option("--out <dir>", "where the run's folder is made", defaultReportsDir)
    .option("--suites <path>", "your own suites, a file or a folder; may be given again", listed, [])
    .option(
      "--metrics-port <port>",
      "serve the run's metrics on 127.0.0.1 while it goes on",
      wholeNumber({ from: 0, to: 65_535 }),
    )
    .option(
      "--on <run-id>",
      "a stack that was kept, in place of a new one; its history is used again, and it stays",
    )
    .option("--keep", "leave the stack running, and print how to reach it", false);
  return addReadersOption(
    addClusterOptions(addGeneratorOptions(addStackOptions(addPlanOptions(command)))),
  ).action((scenario: string | undefined, flags: RunFlags) =>
    runOnce(scenario ?? (flags.stack === "cluster" && flags.install !== true ? "attach" : "smoke"), flags),
  );
}

async function runOnce(scenario: string, flags: RunFlags): Promise<void> {
  const signal = abortOnInterrupt();
  const generators = generatorsOf(flags);
  const outDir = resolve(flags.out);
  await requireFolders(runFolders(outDir, readersOf(flags)));
  const wanted = planOptionsOf(scenario, flags);
  sealMisfits(flags);
  if (flags.on !== undefined) enterStack(flags.on);
  if (flags.sealed === true) await seal(wanted, signal);
  await using beside = new AsyncDisposableStack();
  const attached = await attachCluster(flags, signal);
  if (attached !== undefined) beside.use(attached);
  const loaded = await loadPlan(
    {
      ...wanted,
      signal,
      ...attached?.plan,
    },
    testTenants,
  );
  const { plan } = loaded;
  for (const warning of loaded.warnings) printError(`warning: ${warning}\n`);
  // Suites and files are checked before anything is built or started, so that wrong ones are reported early.
  await refuseUnknownChecks(plan, flags.suites);
  await refuseKindFiles(plan, flags, signal);
  refuseLateFaults(plan);
  await refuseOverload(plan, flags);
  if (attached !== undefined) await agreeTo(plan, attached, { flags, signal });
  else {
    refuseNamedOverload(plan, flags);
    await agreeToNamed(plan, { yes: flags.yes, signal });
  }
  const provider =
    attached?.provider ??
    (flags.on === undefined ? providerOf(plan, flags) : await keptProvider(flags.on, plan, signal));
  const programs = await terminalProgress.step("toolchain", (progress) =>
    programsFor(plan, { progress, signal }),
  );
  if (hasUserFiles(scenario, flags)) {
    for (const warning of await verifyFiles(loaded, signal)) printError(`warning: ${warning}\n`);
  }
  // The provider's check shows no progress step: a step would report every error twice. The provider repeats warnings
  // when it starts the stack.
  await provider.check?.(plan, { progress: silentProgress, signal });
  const live = liveMetrics();
  if (flags.metricsPort !== undefined) {
    beside.use(await serveMetrics(flags.metricsPort, live.registry, signal));
  }
  let kept = "";
  const leave = async (stack: Stack): Promise<void> => {
    kept = await keepStack(stack);
  };
  const { result, runDir } = await run({
    plan,
    provider,
    programs,
    outDir,
    suites: flags.suites,
    ...(generators === undefined ? {} : { generators }),
    ...(flags.on === undefined ? {} : { onStack: flags.on }),
    ...(flags.keep || flags.on !== undefined ? { keep: leave } : {}),
    progress: terminalProgress,
    signal,
    live,
  });
  await letRead(runDir, readersOf(flags));
  for (const warning of warnings) printError(`warning: ${warning}\n`);
  showResult(result, runDir);
  print(kept);
}

/** Throws usageError for flags that do not work with a sealed stack, one without a network except loopback. */
function sealMisfits({ sealed, on, metricsPort }: RunFlags): void {
  if (sealed !== true) return;
  const problems = [
    ...(on === undefined ? [] : ["--on: expected none with --sealed: a kept stack stays as it was made"]),
    ...(metricsPort === undefined
      ? []
      : ["--metrics-port: expected none with --sealed: nobody could reach it"]),
  ];
  if (problems.length > 0) throw usageError(problems.join("\n"), { code: "STACK_FLAGS" });
}

/**
 * Asks the user to agree to the plan for a cluster that lokiproof did not create. Until the user agrees, lokiproof only
 * reads from the cluster.
 */
async function agreeTo(
  plan: Plan,
  attached: AttachedCluster,
  { flags, signal }: { readonly flags: RunFlags; readonly signal: AbortSignal },
): Promise<void> {
  if (flags.keep || flags.on !== undefined) {
    throw usageError(
      "--keep and --on: expected neither with --stack cluster, where there is nothing of ours to keep",
      {
        code: "NOTHING_TO_KEEP",
      },
    );
  }
  attached.check(plan);
  const { context } = attached;
  const shown = `${describePlan(plan, describeLoad(plan))}${flags.install ? installs(plan, context) : ""}`;
  await agree(shown, { yes: flags.yes === true, context, signal });
}

function installs(plan: Plan, context: string): string {
  const store = "with its store beside it unless a bucket was named";
  return `  INSTALLS the chart into namespace ${ownNamespaceOf(plan.runId)} of context ${context}, ${store}; removed after\n`;
}
