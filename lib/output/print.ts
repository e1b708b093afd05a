import { stripVTControlCharacters } from "node:util";
import { cleanText } from "./clean.ts";

/**
 * Prints to stdout. No other code of lokiproof prints to stdout, except the progress of steps
 * (lib/cli/run-progress-terminal.ts).
 */
export function print(text: string): void {
  process.stdout.write(cleanText(text));
}

/** Prints to stderr, for warnings and errors. */
export function printError(text: string): void {
  process.stderr.write(cleanText(text));
}

/**
 * Prints text that lokiproof itself has coloured. Colour codes pass; all other terminal control characters are removed.
 */
export function printPainted(text: string): void {
  process.stdout.write(cleanPainted(text));
}

/**
 * Cleans the text between colour codes piece by piece. If the text without colours needs cleaning, it is cleaned and
 * printed without them, so that a colour in the middle of a secret does not save the secret from being hidden.
 */
export function cleanPainted(text: string): string {
  const plain = stripVTControlCharacters(text);
  const clean = cleanText(plain);
  if (clean !== plain) return clean;
  return (
    text
      // oxlint-disable-next-line no-control-regex -- colours begin with one
      .split(/(\u001B\[[0-9;]*m)/u)
      .map((piece, index) => (index % 2 === 0 ? cleanText(piece) : piece))
      .join("")
  );
}
