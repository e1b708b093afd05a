import { Command } from "commander";
import { usageError } from "../base/errors.ts";
import { asStarted } from "../base/own-command.ts";
import { print, printError } from "../output/print.ts";
import { registerEnvironment } from "../output/register-environment.ts";
import { secrets } from "../output/secret-registry.ts";
import { lokiproofVersion } from "../run/versions.ts";
import { checksCommand } from "./checks.ts";
import { doctorCommand } from "./doctor.ts";
import { downCommand } from "./down.ts";
import { generatorCommand } from "./generator.ts";
import { judgeCommand } from "./judge.ts";
import { kneeCommand } from "./knee.ts";
import { loadFilesCommand } from "./load-files.ts";
import { mergeCommand } from "./merge.ts";
import { planCommand } from "./plan.ts";
import { runCommand } from "./run.ts";
import { soakCommand } from "./soak.ts";
import { statusCommand } from "./status.ts";
import { refuseBlankWords } from "./strict-words.ts";
import { sweepCommand } from "./sweep.ts";
import { toolsCommand } from "./tools.ts";
import { upCommand } from "./up.ts";
import { verifyCommand } from "./verify.ts";

/**
 * Returns the command line parser with all commands. It checks arguments strictly and keeps its error messages short.
 */
export function lokiproofProgram(): Command {
  const program = new Command("lokiproof")
    .description("Proves that a distributed Grafana Loki works before its users find out.")
    .version(lokiproofVersion);
  const commands = [
    runCommand(),
    planCommand(),
    checksCommand(),
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
  for (const command of [generatorCommand(), loadFilesCommand()])
    program.addCommand(command, { hidden: true });
  for (const command of [program, ...program.commands]) makeStrict(command);
  return program;
}

/**
 * Runs a command line. Throws usageError if the command is missing, because commander would print its complete help.
 */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  keepPrivate(words);
  const program = lokiproofProgram();
  if (words.every((word) => word === "--")) {
    const commands = program.createHelp().visibleCommands(program);
    throw usageError(`expected a command: ${commands.map((one) => one.name()).join(", ")}`, {
      code: "NO_COMMAND",
      hint: "lokiproof --help",
    });
  }
  await program.parseAsync(words, { from: "user" });
}

/**
 * Makes files of this process and its children readable for the user only. Replaces the arguments in the process title
 * by the command's name, because every user of the machine can read arguments (`ps`). Registers secrets from the
 * command line and the environment, so that they are never printed.
 */
function keepPrivate(words: readonly string[]): void {
  process.umask(0o077);
  process.title = ["lokiproof", ...words.slice(0, 1).filter((word) => /^[a-z-]+$/.test(word))].join(" ");
  registerEnvironment(process.env);
  for (const word of words) if (word.includes("://")) secrets.addFrom("url", word);
}

function makeStrict(command: Command): void {
  refuseBlankWords(command);
  const words = command.parent === null ? "lokiproof" : `lokiproof ${command.name()}`;
  command
    .exitOverride()
    .configureOutput({
      writeOut: print,
      writeErr: printError,
      outputError: (text, write) => write(`${words}: ${oneLine(text)}\n`),
    })
    .showHelpAfterError(`next: ${asStarted(`${words} --help`)}`);
}

/**
 * Joins commander's error message into one line: "error: unknown option '--brek'
 * (Did you mean --break?)
 * ".
 */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, "")
    .replace("is invalid. expected", "is invalid: expected")
    .trim()
    .replaceAll(/\s*\n\s*/g, " ");
}
