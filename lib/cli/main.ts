import { Command, CommanderError } from "commander";
import { exitCodes, HarnessError } from "../base/errors.ts";
import { lokiproofVersion } from "../run/versions.ts";
import { doctorCommand } from "./doctor.ts";
import { downCommand } from "./down.ts";
import { generatorCommand } from "./generator.ts";
import { InterruptedError } from "./interrupt.ts";
import { judgeCommand } from "./judge.ts";
import { kneeCommand } from "./knee.ts";
import { loadFilesCommand } from "./load-files.ts";
import { mergeCommand } from "./merge.ts";
import { planCommand } from "./plan.ts";
import { runCommand } from "./run.ts";
import { soakCommand } from "./soak.ts";
import { statusCommand } from "./status.ts";
import { sweepCommand } from "./sweep.ts";
import { toolsCommand } from "./tools.ts";
import { upCommand } from "./up.ts";
import { verifyCommand } from "./verify.ts";

const program = new Command("lokiproof")
  .description("Proves that a distributed Grafana Loki works before its users find out.")
  .version(lokiproofVersion);
const commands = [
  runCommand(),
  planCommand(),
  judgeCommand(),
  mergeCommand(),
  verifyCommand(),
  kneeCommand(),
  upCommand(),
  statusCommand(),
  downCommand(),
  sweepCommand(),
  toolsCommand(),
  doctorCommand(),
  soakCommand(),
];
for (const command of commands) program.addCommand(command);
for (const command of [generatorCommand(), loadFilesCommand()]) program.addCommand(command, { hidden: true });

for (const command of [program, ...program.commands]) command.exitOverride().showHelpAfterError();

// Who reads no further (`| head`) ends nothing: a run goes on, disposes of its stack and has its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Says what went wrong, to the person at the terminal, and returns the exit code for it. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  if (error instanceof InterruptedError) return exitCodes.interrupted;
  if (error instanceof HarnessError) {
    process.stderr.write(`lokiproof: ${error.message}\n${error.hint ? `next: ${error.hint}\n` : ""}`);
    return error.exitCode;
  }
  process.stderr.write(
    `lokiproof: this is a defect of lokiproof itself\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return exitCodes.unknown;
}
