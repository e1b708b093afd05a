import { Command } from "commander";
import { describeError } from "../base/errors.ts";
import { asStarted, ownCommand } from "../base/own-command.ts";
import { shell } from "../base/shell-words.ts";
import { print } from "../output/print.ts";
import { attach } from "../stack/attach.ts";
import { type FoundRun, findRuns } from "../stack/run-inventory.ts";
import { alignColumns } from "./align-columns.ts";

/** The meaning of each standing of a stack (owned, kept, orphaned), and the command for such a stack. */
const standings = {
  owned: "a lokiproof is at work on it",
  kept: "kept; end it with: lokiproof down RUN",
  orphaned: "left by a lokiproof that is gone; remove it with: lokiproof sweep",
} as const;

/** The timeout for querying a stack's state. If the stack does not answer, its status is the error. */
const answerMs = 20_000;

/** `lokiproof status`: lists every stack on this machine and the state of each Loki process. */
export function statusCommand(): Command {
  return new Command("status")
    .description("list the stacks on this machine and the state of their Loki processes")
    .action(async () => {
      const runs = findRuns();
      if (runs.length === 0) print(`no stack. Next: ${ownCommand(["up"])}\n`);
      for (const run of runs) print(await describe(run));
    });
}

async function describe(run: FoundRun): Promise<string> {
  const title = `${run.runId}: ${asStarted(standings[run.standing]).replace(/ RUN$/, shell` ${run.runId}`)}\n`;
  try {
    const signal = AbortSignal.timeout(answerMs);
    const stack = await attach(run.runId, signal);
    const rows = (await stack.states(signal)).map(({ name, state, url, detail }) => [
      `  ${name}`,
      state,
      url,
      detail ?? "",
    ]);
    return `${title}${alignColumns(rows)}`;
  } catch (error) {
    return `${title}  ${run.processes.length} processes; ${describeError(error)}\n`;
  }
}
