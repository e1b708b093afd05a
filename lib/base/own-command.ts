import { shellWords } from "./shell-words.ts";

/**
 * The environment variable in which bin/lokiproof puts the path it was called by. Printed commands use that path, so
 * they work from the user's current folder.
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
 * Replaces the bare name `lokiproof` in a hint by the program's path, but only if the name begins a command: it is at
 * the start of a line, or after ";", ":", "," or "?", or after a variable assignment. A subcommand or flag must follow
 * it.
 */
export function asStarted(hint: string, env: NodeJS.ProcessEnv = process.env): string {
  return hint.replaceAll(bareName, (_, before: string) => `${before}${ownCommand([], env)}`);
}

const bareName = /(^|[;:,?]\s+|[A-Z_]+=(?:\w+|<[^>]*>)\s+)lokiproof(?= (?:[a-z-]+|--[a-z]+))/gmu;
