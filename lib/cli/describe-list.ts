/** An entry of a list: its name, and one sentence about it. */
export interface ListedThing {
  readonly name: string;
  readonly description: string;
}

/**
 * Formats a list with a column of names and a column of descriptions. Long descriptions wrap within their column. Ends
 * with a line break.
 */
export function describeList(things: readonly ListedThing[], columns = 80): string {
  const longest = Math.max(...things.map(({ name }) => name.length));
  const width = Math.max(columns - longest - 2, 20);
  return things
    .map(({ name, description }) => {
      const [first = "", ...rest] = wrapWords(description, width);
      return [`${name.padEnd(longest)}  ${first}`, ...rest.map((line) => `${" ".repeat(longest + 2)}${line}`)]
        .map((line) => `${line.trimEnd()}\n`)
        .join("");
    })
    .join("");
}

/** Wraps a text into lines of at most `width` characters. A longer word gets a separate line. */
function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
