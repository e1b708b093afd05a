/** What no shell takes for more than itself, wherever it stands: POSIX sh, bash and zsh. */
const harmless = /^[\w./:@%+,-][\w./:@%+=,-]*$/;
/** `a=b` as the first word sets a variable. */
const harmlessFirst = /^[\w./:@%+,-]+$/;
const unprintable =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/** Writes a command so that a shell gives back exactly these words. */
export function shellWords(words: readonly string[]): string {
  return words.map((word, index) => shellWord(word, index === 0 ? harmlessFirst : harmless)).join(" ");
}

/**
 * A template of a command: every value in it is one word, or with a list one word an item, as a shell takes it.
 * `` shell`kubectl get pod ${name}` ``
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
 * Characters that cannot be seen are written as escapes, byte for byte, because what is printed loses them
 * (lib/output/replace-controls.ts). bash, zsh and POSIX.1-2024's sh read this form.
 */
function escaped(word: string): string {
  return word
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll(unprintable, (char) =>
      [...Buffer.from(char)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
    );
}
