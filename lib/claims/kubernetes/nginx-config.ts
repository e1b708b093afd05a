import { HarnessError } from "../../base/errors.ts";

/** One directive of an nginx config. `block` is set if the directive has braces. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly NginxDirective[];
}

/**
 * Matches one token of an nginx config: a word, quoted or not, one of `{`, `}`, `;`, or a comment. A `${name}` inside a
 * word is part of the word.
 */
const tokenForm = /#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|(?:\\.|\$\{[^}]*\}|[^\s{};"'#\\])+/g;

/**
 * Parses an nginx config by nginx's grammar: words, then `;` or a block in braces. Throws HarnessError if braces do not
 * match or a directive does not end.
 */
export function parseNginx(text: string): readonly NginxDirective[] {
  const tokens = (text.match(tokenForm) ?? []).filter((token) => !token.startsWith("#"));
  const root: NginxDirective[] = [];
  const open: NginxDirective[][] = [root];
  let words: string[] = [];
  for (const token of tokens) {
    if (token === "}") {
      if (words.length > 0 || open.length === 1) throw unreadable(token, words);
      open.pop();
    } else if (token === ";" || token === "{") {
      const [name, ...args] = words;
      if (name === undefined) throw unreadable(token, words);
      const block: NginxDirective[] = [];
      open.at(-1)?.push(token === "{" ? { name, args, block } : { name, args });
      if (token === "{") open.push(block);
      words = [];
    } else words.push(unquoted(token));
  }
  if (words.length > 0 || open.length > 1) throw unreadable("its end", words);
  return root;
}

function unquoted(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1).replaceAll(/\\(["'\\])/g, "$1") : token;
}

function unreadable(at: string, words: readonly string[]): HarnessError {
  return new HarnessError(
    `an nginx configuration: expected directives that end in ; or a block, got ${at} after "${words.join(" ")}"`,
    { code: "NGINX_CONFIG_UNREADABLE" },
  );
}
