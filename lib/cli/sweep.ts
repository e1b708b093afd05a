import { Command } from "commander";
import { listLeftovers, sweepLeftovers } from "../stack/leftovers.ts";

/** `lokiproof sweep`: removes what killed runs left behind; never a stack that is in use or was kept. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("remove what killed runs left behind, and say what that was")
    .option("--dry-run", "only say it", false)
    .action(async ({ dryRun }: { readonly dryRun: boolean }) => {
      const lines = dryRun ? await listLeftovers() : await sweepLeftovers();
      for (const line of lines) process.stdout.write(`${dryRun ? "would remove" : "removed"} ${line}\n`);
      if (lines.length === 0) process.stdout.write("nothing was left behind\n");
    });
}
