import { Command } from "commander";
import { writeLoadFiles } from "../generator/load-files.ts";
import { abortOnInterrupt } from "./interrupt.ts";

/**
 * `lokiproof load-files`: writes k6's input before k6 runs in a pod of k6-operator. This command is hidden from the
 * list, because people do not call it.
 */
export function loadFilesCommand(): Command {
  return new Command("load-files")
    .description("write the input files of k6 for a plan that k6-operator runs")
    .requiredOption("--plan <dir>", "a folder with plan.json and load.json")
    .requiredOption("--dir <dir>", "where flood.json and storm.json are written")
    .action((flags: { readonly plan: string; readonly dir: string }) =>
      writeLoadFiles(flags.plan, { dir: flags.dir, signal: abortOnInterrupt() }),
    );
}
