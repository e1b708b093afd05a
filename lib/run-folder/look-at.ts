import { shellWords } from "../base/shell-words.ts";

/** The place where a reader can see the evidence for a check. */
export interface Evidence {
  /** The file of the run that contains the evidence for a check. */
  readonly file: { readonly path: string };
  /** Text at the start of the relevant part of the evidence, such as the name of a Loki process or tenant. */
  readonly find?: string | undefined;
  /** A command that shows the same evidence on an existing cluster, which is still there after the run. */
  readonly live?: string | undefined;
}

/**
 * A function that returns the commands that show the evidence for a check: `find` in the saved record, and `live` on
 * the cluster.
 */
export type LookFor = (find: string, live: string) => string;

const linesShown = 30;

/**
 * Returns the end of a failed check's message: a command that shows the evidence, to be run in the run's folder. The
 * command reads a saved file, which outlives the stack; another stack might later have the same ports. Only for a Loki
 * that the run did not make, a second command queries that Loki.
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

/**
 * Moves each command in a message to a separate line at its end, because chai appends the expected value to the
 * sentence.
 */
export function lookLast(message: string): string {
  const commands = [...message.matchAll(commandIn)].map(([, command = ""]) => `${lookMark}${command}`);
  return [message.replaceAll(commandIn, ""), ...new Set(commands)].join("\n");
}

/** The text that begins every command that shows evidence in a failed check's message, and nothing else. */
export const lookMark = "look: ";
