import { Command } from "commander";
import { writeLoadFiles } from "../generator/load-files.ts";
import { abortOnInterrupt } from "./interrupt.ts";

/** `lokiproof load-files`: in a pod of k6-operator's, before k6; not for people, and so not in the list of commands. */
export function loadFilesCommand(): Command {
  return new Command("load-files")
    .description("write what k6 is told of a plan that k6-operator runs")
    .requiredOption("--plan <dir>", "a folder with plan.json and load.json")
    .requiredOption("--dir <dir>", "where flood.json and storm.json are written")
    .action((flags: { readonly plan: string; readonly dir: string }) =>
      writeLoadFiles(flags.plan, { dir: flags.dir, signal: abortOnInterrupt() }),
    );
}
