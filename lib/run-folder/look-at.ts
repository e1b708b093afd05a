import { shellWords } from "../base/shell-words.ts";

/** Where a reader sees for himself what a check saw. */
export interface Evidence {
  /** The file of the run that holds it. */
  readonly file: { readonly path: string };
  /** Text that begins the part to look at: a member, a tenant. */
  readonly find?: string | undefined;
  /** A command that shows the same on a cluster that was there before the run, and is there after it. */
  readonly live?: string | undefined;
}

/** Tells how to see `find` in the record that is meant, and how `live`. */
export type LookFor = (find: string, live: string) => string;

const linesShown = 30;

/**
 * Writes the end of a failed check's message: a command that shows the evidence, to be typed in the run's folder. A
 * saved file outlives the stack; a port of the stack may by then belong to another one. Only for a Loki that the run
 * did not make is there also a command that asks it again.
 */
export function lookAt(
  { attachment }: { readonly attachment?: unknown },
  { file, find, live }: Evidence,
): string {
  const saved =
    find === undefined
      ? shellWords(["cat", file.path])
      : shellWords(["grep", "-n", `-A${linesShown}`, "-F", "-e", find, file.path]);
  const commands = attachment === undefined || live === undefined ? [saved] : [live, saved];
  return commands.map((command) => `${lookMark}\`${command}\``).join(" ");
}

const commandIn = /[;,]? ?\(?look: `([^`]*)`\)?/g;

/** Puts each command of a message on a line of its own, after the sentence: chai adds what it expected in between. */
export function lookLast(message: string): string {
  const commands = [...message.matchAll(commandIn)].map(([, command = ""]) => `${lookMark}${command}`);
  return [message.replaceAll(commandIn, ""), ...new Set(commands)].join("\n");
}

/** What begins every such command, and nothing else. */
export const lookMark = "look: ";
