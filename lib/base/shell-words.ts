/** A word that POSIX sh, bash and zsh take literally at any position except as the first word. */
const harmless = /^[\w./:@%+,-][\w./:@%+=,-]*$/;
/**
 * A word that shells take literally as the first word of a command. It contains no `=`, as `a=b` would set a variable.
 */
const harmlessFirst = /^[\w./:@%+,-]+$/;
const unprintable =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/** Formats a command so that a shell parses it into exactly the given words. */
export function shellWords(words: readonly string[]): string {
  return words.map((word, index) => shellWord(word, index === 0 ? harmlessFirst : harmless)).join(" ");
}

/**
 * Template tag for a shell command. Each value becomes one shell word; a list becomes one word per item. ``
 * shell`kubectl get pod ${name}` ``
 */
export function shell(
  texts: TemplateStringsArray,
  ...values: readonly (string | readonly string[])[]
): string {
  return texts.reduce((before, text, index) => {
    const value = values[index - 1] ?? [];
    return `${before}${[value]
      .flat()
      .map((word) => shellWord(word, harmless))
      .join(" ")}${text}`;
  });
}

function shellWord(word: string, plain: RegExp): string {
  if (plain.test(word)) return word;
  if (word.search(unprintable) >= 0) return `$'${escaped(word)}'`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Writes invisible characters as octal escapes, byte by byte, because lokiproof removes such characters from everything
 * it prints (lib/output/replace-controls.ts). bash, zsh and the sh of POSIX.1-2024 understand this form.
 */
function escaped(word: string): string {
  return word
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll(unprintable, (char) =>
      [...Buffer.from(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
    );
}
