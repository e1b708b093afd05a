import { shellWords } from "./shell-words.ts";

/**
 * The environment variable in which bin/lokiproof stores the path by which the user called bin/lokiproof. Printed
 * commands begin with that path, so that they work from the user's current folder.
 */
const programVariable = "LOKIPROOF_PROGRAM";

/** Returns the path by which lokiproof was started. */
export function ownProgram(env: NodeJS.ProcessEnv = process.env): string {
  return env[programVariable] ?? "bin/lokiproof";
}

/** Formats a lokiproof command so that it can be pasted into a shell. */
export function ownCommand(words: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  return shellWords([ownProgram(env), ...words]);
}

/**
 * Replaces the bare name `lokiproof` in a hint by the program's path, if the name begins a command. It begins a command
 * at the start of a line, after ";", ":", "," or "?", or after a variable assignment, and only before a subcommand or
 * flag.
 */
export function asStarted(hint: string, env: NodeJS.ProcessEnv = process.env): string {
  return hint.replaceAll(bareName, (_, before: string) => `${before}${ownCommand([], env)}`);
}

const bareName = /(^|[;:,?]\s+|[A-Z_]+=(?:\w+|<[^>]*>)\s+)lokiproof(?= (?:[a-z-]+|--[a-z]+))/gmu;
