import { Command } from "commander";
import { usageError } from "../base/errors.ts";
import { testTenants } from "../claims/all.ts";
import { print, printError } from "../output/print.ts";
import { loadPlan } from "../plan/load-plan.ts";
import { upLocal } from "../stack/local/local-provider.ts";
import type { Stack } from "../stack/stack.ts";
import { provision } from "../toolchain/provision.ts";
import { requireFolders } from "../toolchain/require-folder.ts";
import { agreeToNamed } from "./agree.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { keepStack } from "./keep-stack.ts";
import { wholeNumber } from "./number-parsers.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { addPlanOptions, planOptionsOf } from "./plan-options.ts";
import { refuseKindFiles } from "./refuse-kind-files.ts";
import { terminalProgress, warnings } from "./run-progress-terminal.ts";
import { seal } from "./seal.ts";
import { addStackOptions, providerOf, type StackFlags } from "./stack-options.ts";
import { cacheFolder, stateFolder, temporaryFolder } from "./used-folders.ts";
import { hasUserFiles, verifyFiles } from "./verify-files.ts";

interface UpFlags extends PlanFlags, StackFlags {
  readonly portBase?: number;
  readonly yes?: boolean;
}

/** `lokiproof up [scenario]`: starts a stack and leaves it running. Prints how to reach and how to end the stack. */
export function upCommand(): Command {
  const command = new Command("up")
    .description("stand a stack up and leave it running, to poke at")
    .argument("[scenario]", "a scenario file, or a name in scenarios/", "smoke")
    .option("--yes", "--kind-cluster: do not ask whether the plan is agreed to")
    .option(
      "--port-base <port>",
      "first of the ports to use; without it a free range is found",
      wholeNumber({ from: 1024, to: 65_000 }),
    );
  return addStackOptions(addPlanOptions(command)).action((scenario: string, flags: UpFlags) =>
    up(scenario, flags),
  );
}

async function up(scenario: string, flags: UpFlags): Promise<void> {
  const signal = abortOnInterrupt();
  if (flags.stack === "cluster") {
    throw usageError(
      "up creates stacks with --stack local or --stack kind only; on a cluster, lokiproof uses the Loki that runs there",
      {
        code: "NOTHING_TO_KEEP",
        hint: "lokiproof run --stack cluster --context NAME --namespace NAME",
      },
    );
  }
  await requireFolders([cacheFolder(), temporaryFolder(), stateFolder()]);
  const wanted = planOptionsOf(scenario, flags);
  if (flags.sealed === true) await seal(wanted, signal);
  const loaded = await loadPlan({ ...wanted, signal }, testTenants);
  const { plan, warnings: aboutPlan } = loaded;
  await refuseKindFiles(plan, flags, signal);
  await agreeToNamed(plan, { yes: flags.yes, signal });
  const stack = await terminalProgress.step(
    `stack for ${plan.scenario}`,
    async (progress): Promise<Stack> => {
      if (plan.provider === "local") await provision({ loki: plan.lokiVersion }, { progress, signal });
      if (hasUserFiles(scenario, flags)) {
        for (const warning of await verifyFiles(loaded, signal)) progress.warn(warning);
      }
      if (plan.provider !== "local") return providerOf(plan, flags).up(plan, { progress, signal });
      const ports = flags.portBase === undefined ? {} : { portBase: flags.portBase };
      return upLocal(plan, { progress, signal, ...ports });
    },
  );
  const kept = await keepStack(stack);
  for (const warning of [...aboutPlan, ...warnings]) printError(`warning: ${warning}\n`);
  print(kept);
}
