import { readFileSync } from "node:fs";
import { exitCodes } from "../base/errors.ts";
import { ownCommand } from "../base/own-command.ts";
import { printError } from "../output/print.ts";

/** The reason of the abort when the user presses Ctrl-C; all pending waits reject with this error. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/**
 * Returns a signal that the first SIGINT, SIGTERM or SIGHUP aborts, so that the run drains, collects and disposes. A
 * second SIGINT, SIGTERM or SIGHUP exits at once and prints the command that removes possible leftovers.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      printError(`\nleaving at once; what was started may still run. Next: ${ownCommand(["sweep"])}\n`);
      process.exit(exitCodes.interrupted);
    }
    printError(`\n${name}: collecting and cleaning up; once more to leave at once\n`);
    controller.abort(new InterruptedError(`interrupted by ${name}`));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  // SIGHUP arrives when the terminal is closed. Under nohup the signal is ignored, and the run goes on.
  if (!ignoresHangup()) process.on("SIGHUP", onSignal);
  return controller.signal;
}

/**
 * Returns whether this process ignores SIGHUP, according to SigIgn in /proc (proc_pid_status(5)). Returns true without
 * /proc: no handler is then installed, and a hangup has its default effect.
 */
function ignoresHangup(): boolean {
  try {
    const [, mask = ""] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return (BigInt(`0x${mask}`) & 1n) === 1n;
  } catch {
    return true;
  }
}
