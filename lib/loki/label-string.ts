/** `{a="b", c="d"}`, sorted by name, values quoted as Go and LogQL do. Pure, k6 uses it too. */
export function labelString(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${pairs.map(([name, value]) => `${name}=${quoteGo(value)}`).join(", ")}}`;
}

/**
 * JSON's escapes are a subset of a Go string literal's but for `\u` on surrogates and the `\/` it never writes; a lone
 * surrogate cannot be said in UTF-8 and becomes U+FFFD, as it does in every encoder of text (k6 has no toWellFormed).
 */
function quoteGo(value: string): string {
  return JSON.stringify(ascii.test(value) ? value : value.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}

/** Asked first: k6 takes long over an expression on code points. */
const ascii = /^[ -~]*$/;
