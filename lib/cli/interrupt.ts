import { readFileSync } from "node:fs";
import { exitCodes } from "../base/errors.ts";
import { ownCommand } from "../base/own-command.ts";
import { printError } from "../output/print.ts";

/** Thrown through everything that waits when the user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/**
 * A signal that the first SIGINT, SIGTERM or SIGHUP aborts: drain, collect, dispose. The second one leaves at once, and says
 * what to type for what may be left behind.
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
  // A terminal that is closed. Under nohup the signal is ignored, and a run goes on.
  if (!ignoresHangup()) process.on("SIGHUP", onSignal);
  return controller.signal;
}

/** Linux says so in /proc; elsewhere nobody does, and a hangup ends the process as it always has (proc_pid_status(5)). */
function ignoresHangup(): boolean {
  try {
    const [, mask = ""] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return (BigInt(`0x${mask}`) & 1n) === 1n;
  } catch {
    return true;
  }
}
