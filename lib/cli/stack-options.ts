import { type Command, InvalidArgumentError } from "commander";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunPrograms } from "../run/run-options.ts";
import { kindProvider } from "../stack/kind/kind-provider.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import type { StackProvider } from "../stack/stack.ts";
import { provision, provisionK6 } from "../toolchain/provision.ts";
import { provisionKind } from "../toolchain/provision-kind.ts";
import type { PlanFlags } from "./plan-flags.ts";

export interface StackFlags {
  readonly sealed?: boolean;
  readonly kindCluster?: string;
  readonly nodeImage?: string;
  readonly kindConfig?: string;
  readonly generatorImage?: string;
}

/** Adds the flags that say where a stack is created; they are the same on every command that creates one. */
export function addStackOptions(command: Command): Command {
  return command
    .option("--sealed", "local: in a network namespace that has loopback only (Linux)")
    .option(
      "--kind-cluster <name>",
      "kind: a cluster of yours, in place of a new one; it stays, our namespace in it does not",
      clusterName,
    )
    .option("--node-image <image>", "kind: the node image of the cluster; kind's own unless given")
    .option("--kind-config <file>", "kind: a cluster config of yours; ports and API address are ours");
}

/** Returns one line for each stack flag that conflicts with another flag or with the kind of stack. */
export function stackMisfits({ stack, ...flags }: StackFlags & Pick<PlanFlags, "stack">): readonly string[] {
  const unsealed =
    flags.sealed === true && stack !== "local" ? [`--sealed: expected --stack local, got ${stack}`] : [];
  const ofMaking = { "--node-image": flags.nodeImage, "--kind-config": flags.kindConfig };
  if (stack !== "kind") {
    const ofKind = { "--kind-cluster": flags.kindCluster, ...ofMaking };
    return [...unsealed, ...misfits(ofKind, `expected --stack kind, got ${stack}`)];
  }
  if (flags.kindCluster === undefined) return unsealed;
  const why = `expected it for a cluster that is made, got --kind-cluster ${flags.kindCluster}`;
  return [...unsealed, ...misfits(ofMaking, why)];
}

function misfits(given: Readonly<Record<string, string | undefined>>, why: string): readonly string[] {
  return Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}: ${why}`]));
}

/**
 * Accepts the cluster names that kind accepts (sigs.k8s.io/kind, pkg/cluster/internal/create/create.go, validNameRE).
 */
function clusterName(text: string): string {
  if (/^[a-z0-9.-]+$/.test(text)) return text;
  throw new InvalidArgumentError("expected the name of a kind cluster, as `kind get clusters` shows it.");
}

/** Returns the provider that starts the plan's stack. */
export function providerOf(plan: Plan, flags: StackFlags): StackProvider {
  return plan.provider === "local" ? localProvider : kindProvider(flags);
}

/** Finds, downloads or builds the programs that a run on the plan's stack starts. */
export async function programsFor(
  plan: Plan,
  options: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<RunPrograms> {
  const wanted = { loki: plan.lokiVersion };
  if (plan.attachment !== undefined) return { k6: await provisionK6(options) };
  return plan.provider === "local" ? await provision(wanted, options) : await provisionKind(wanted, options);
}
