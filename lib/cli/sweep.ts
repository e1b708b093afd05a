import { Command } from "commander";
import { leftNamespaces, sweepNamespaces } from "../generator/pods/left-namespaces.ts";
import { print } from "../output/print.ts";
import { listLeftovers, sweepLeftovers } from "../stack/leftovers.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { openContext } from "./open-context.ts";

interface SweepFlags {
  readonly dryRun: boolean;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** `lokiproof sweep`: removes leftovers of killed runs, but never a stack that is in use or was kept. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("remove what killed runs left behind, and list it")
    .option("--dry-run", "only list it", false)
    .option("--context <name>", "what they left in this cluster, too: namespaces of generators")
    .option("--kubeconfig <file>", "in place of $KUBECONFIG and ~/.kube/config")
    .action(async (flags: SweepFlags) => {
      const here = flags.dryRun ? await listLeftovers() : await sweepLeftovers();
      const lines = [...here, ...(await inCluster(flags))];
      for (const line of lines) print(`${flags.dryRun ? "would remove" : "removed"} ${line}\n`);
      if (lines.length === 0) print("nothing was left behind\n");
    });
}

async function inCluster({ dryRun, context, kubeconfig }: SweepFlags): Promise<readonly string[]> {
  if (context === undefined) return [];
  const kube = await openContext(context, kubeconfig);
  const looked = { nowMs: Date.now(), signal: abortOnInterrupt() };
  const names = dryRun ? await leftNamespaces(kube, looked) : await sweepNamespaces(kube, looked);
  return names.map((name) => `namespace ${name} of ${context}`);
}
