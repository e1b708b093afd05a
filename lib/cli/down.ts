import { Command } from "commander";
import { print } from "../output/print.ts";
import { keptRuns } from "../stack/attach.ts";
import { removeRun } from "../stack/run-inventory.ts";

/**
 * `lokiproof down [run-id|--all]`: ends stacks that were left running. Exits with 3 if several stacks could be ended
 * and the user named none.
 */
export function downCommand(): Command {
  return new Command("down")
    .description("end a stack that was left running, and remove all of it")
    .argument("[run-id]", "as `lokiproof status` shows it; may be left out when there is only one")
    .option("--all", "every kept stack", false)
    .action(async (runId: string | undefined, { all }: { readonly all: boolean }) => {
      for (const run of keptRuns({ runId, all })) {
        await removeRun(run);
        const clusters = run.clusters.map((name) => `, kind cluster ${name}`).join("");
        const namespaces = run.namespaces.map(({ name, context }) => `, namespace ${name} of ${context}`);
        print(`ended ${run.runId}: ${run.processes.length} processes${clusters}${namespaces.join("")}\n`);
      }
    });
}
