import { exitCodes } from "../base/errors.ts";
import { printError } from "../output/print.ts";

/** Thrown through everything that waits when the user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/**
 * A signal that the first SIGINT or SIGTERM aborts: drain, collect, dispose. The second one leaves at once, and says
 * what to type for what may be left behind.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      printError("\nleaving at once; what was started may still run. Next: lokiproof sweep\n");
      process.exit(exitCodes.interrupted);
    }
    printError(`\n${name}: collecting and cleaning up; once more to leave at once\n`);
    controller.abort(new InterruptedError(`interrupted by ${name}`));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}
