import { join } from "node:path";
import { exitCodes, HarnessError } from "../base/errors.ts";
import { asStarted } from "../base/own-command.ts";
import { printError } from "../output/print.ts";
import { InterruptedError } from "./interrupt.ts";

// Only Node's modules and a few files of lokiproof are imported before the error handlers exist. Exit code 1 means that
// Loki broke a promise, but Node itself also exits with 1 if a module is missing or an error is not handled.
process.on("uncaughtException", leave);
process.on("unhandledRejection", leave);
process.on("exit", (code) => {
  // Node's own exit codes, such as 13 for an await that can never settle, are not verdicts.
  if (!Object.values(exitCodes).some((known) => known === code)) process.exitCode = exitCodes.unknown;
});

// A closed pipe (`| head`) or terminal must not end the process. The run goes on, disposes of its stack and keeps its
// exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
  });
}

try {
  const { runCommandLine } = await import("./lokiproof-program.ts");
  await runCommandLine(process.argv.slice(2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Ends the process after an uncaught error. The stack is not disposed of, because its state is unknown. */
function leave(error: unknown): never {
  const code = exitCodeOf(error);
  printError(`next: ${asStarted("lokiproof status; lokiproof sweep")}   # if a stack was running\n`);
  process.exit(code);
}

/** Prints the error for the person at the terminal and returns its exit code. */
function exitCodeOf(error: unknown): number {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // Commander has already printed its message.
  if (code.startsWith("commander.")) return isHelp(error) ? exitCodes.pass : exitCodes.usage;
  if (error instanceof InterruptedError) return exitCodes.interrupted;
  if (error instanceof HarnessError) {
    printError(`lokiproof: ${error.message}\n${error.hint ? `next: ${asStarted(error.hint)}\n` : ""}`);
    return error.exitCode;
  }
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") return missingModule(error);
  printError(
    `lokiproof: this is a defect of lokiproof itself\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return exitCodes.unknown;
}

function isHelp(error: unknown): boolean {
  return error instanceof Error && "exitCode" in error && error.exitCode === 0;
}

function missingModule(error: unknown): number {
  const home = join(import.meta.dirname, "..", "..");
  printError(
    `lokiproof: its packages are missing or incomplete: ${error instanceof Error ? error.message : String(error)}\n` +
      `next: make -C "${home}" check\n`,
  );
  return exitCodes.usage;
}
