import { hidden } from "./hide-url-parts.ts";
import { formsOf } from "./secret-forms.ts";
import { leavesOf, secretsIn } from "./secrets-in.ts";

/** V8 refuses a pattern that is too large. */
const maxFormsInPattern = 500;
/** A form that is shorter than this is replaced only where no letter or digit stands next to it. */
const minCharsInWords = 8;

/** The secrets that this process was given. Whatever it prints or writes is searched for each, in every form. */
export class SecretRegistry {
  readonly #secrets = new Set<string>();
  readonly #ownWords = new Set<string>();
  #patterns: readonly RegExp[] | undefined;

  /** Remembers a value that is a secret, whatever it looks like. */
  add(secret: string): void {
    this.#remember(secretsIn("secret", secret));
  }

  /**
   * Remembers what is a secret in `value`: text, or a tree of settings read from a user's file. `key` is the name that
   * the value was given under.
   */
  addFrom(key: string, value: unknown): void {
    this.#remember(leavesOf(key, value).flatMap(([name, text]) => secretsIn(name, text)));
  }

  /** Names that lokiproof itself uses, such as tenants: they stay readable if somebody's password is one of them. */
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

/** The registry of this process. */
export const secrets = new SecretRegistry();

/** The longest form comes first: a shorter one may be part of it. */
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
