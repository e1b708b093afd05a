import { hidden } from "./hide-url-parts.ts";
import { formsOf } from "./secret-forms.ts";
import { leavesOf, secretsIn } from "./secrets-in.ts";

/** The maximum number of forms of secrets in one regular expression, because V8 rejects a pattern that is too large. */
const maxFormsInPattern = 500;
/**
 * The minimum length of a form of a secret that is replaced anywhere in a text. A shorter form is replaced only if no
 * letter or digit is next to it.
 */
const minCharsInWords = 8;

/**
 * The secrets that this process was given. Everything that the process prints or writes is searched for each secret, in
 * every form.
 */
export class SecretRegistry {
  readonly #secrets = new Set<string>();
  readonly #ownWords = new Set<string>();
  #patterns: readonly RegExp[] | undefined;

  /** Registers a value as a secret, whatever it looks like. */
  add(secret: string): void {
    this.#remember(secretsIn("secret", secret));
  }

  /**
   * Registers the secrets in `value`, which is a text or a tree of settings from a user's file. `key` is the name under
   * which the value was given.
   */
  addFrom(key: string, value: unknown): void {
    this.#remember(leavesOf(key, value).flatMap(([name, text]) => secretsIn(name, text)));
  }

  /**
   * Exempts names that lokiproof itself uses, such as tenants. They stay readable even if a secret has the same text.
   */
  keepReadable(words: Iterable<string>): void {
    for (const word of words) this.#ownWords.add(word);
    this.#patterns = undefined;
  }

  holds(text: string): boolean {
    return this.mask(text) !== text;
  }

  mask(text: string): string {
    if (this.#secrets.size === 0) return text;
    this.#patterns ??= patternsOf([...this.#secrets].filter((one) => !this.#ownWords.has(one)));
    return this.#patterns.reduce((left, pattern) => left.replaceAll(pattern, hidden), text);
  }

  #remember(found: readonly string[]): void {
    for (const secret of found) this.#secrets.add(secret);
    this.#patterns = undefined;
  }
}

/** The secret registry of this process. */
export const secrets = new SecretRegistry();

/**
 * Returns regular expressions for all forms of all secrets. Longer forms come first, because a shorter form can be part
 * of a longer one.
 */
function patternsOf(all: readonly string[]): readonly RegExp[] {
  const forms = [...new Set(all.flatMap((secret) => [...formsOf(secret)]))];
  const parts = forms.sort((a, b) => b.length - a.length).map(patternOf);
  return Array.from(
    { length: Math.ceil(parts.length / maxFormsInPattern) },
    (_, index) =>
      new RegExp(parts.slice(index * maxFormsInPattern, (index + 1) * maxFormsInPattern).join("|"), "gu"),
  );
}

function patternOf(form: string): string {
  const literal = RegExp.escape(form);
  return form.length < minCharsInWords ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])` : literal;
}
