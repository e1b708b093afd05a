import { shellWords } from "./shell-words.ts";

/** Set by bin/lokiproof: how it was called, so that a printed command works where the reader is. */
const programVariable = "LOKIPROOF_PROGRAM";

/** Returns the path of the program as it was started. */
export function ownProgram(env: NodeJS.ProcessEnv = process.env): string {
  return env[programVariable] ?? "bin/lokiproof";
}

/** Writes a command of lokiproof's that can be pasted as it is. */
export function ownCommand(words: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  return shellWords([ownProgram(env), ...words]);
}

/**
 * Puts the program's path into a hint in place of its bare name. Only a name that begins a command is meant: at the
 * start, or after ";", ":" or a variable that is set for it; and a command word or a flag follows it.
 */
export function asStarted(hint: string, env: NodeJS.ProcessEnv = process.env): string {
  return hint.replaceAll(bareName, (_, before: string) => `${before}${ownCommand([], env)}`);
}

const bareName = /(^|[;:,?]\s+|[A-Z_]+=(?:\w+|<[^>]*>)\s+)lokiproof(?= (?:[a-z-]+|--[a-z]+))/gmu;
