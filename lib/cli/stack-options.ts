import type { Command } from "commander";
import type { Progress } from "../base/log.ts";
import type { RunPrograms } from "../run/run.ts";
import type { Plan } from "../scenario/plan.ts";
import { kindProvider } from "../stack/kind/kind-provider.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import type { StackProvider } from "../stack/stack.ts";
import { provision, provisionK6 } from "../toolchain/provision.ts";
import { provisionKind } from "../toolchain/provision-kind.ts";

export interface StackFlags {
  readonly nodeImage?: string;
  readonly kindConfig?: string;
  readonly generatorImage?: string;
}

/** Adds the flags that say where a stack is made: the same on every command that makes one. */
export function addStackOptions(command: Command): Command {
  return command
    .option("--node-image <image>", "kind: the node image of the cluster; kind's own unless given")
    .option("--kind-config <file>", "kind: a cluster config of yours; ports and API address are ours");
}

/** Who stands the plan's stack up. */
export function providerOf(plan: Plan, flags: StackFlags): StackProvider {
  return plan.provider === "local" ? localProvider : kindProvider(flags);
}

/** The programs that a run on the plan's stack starts. */
export async function programsFor(
  plan: Plan,
  options: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<RunPrograms> {
  const wanted = { loki: plan.lokiVersion };
  if (plan.attachment !== undefined) return { k6: await provisionK6(options) };
  return plan.provider === "local" ? await provision(wanted, options) : await provisionKind(wanted, options);
}
