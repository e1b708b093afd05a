/** `{a="b", c="d"}`, sorted by name, values quoted as Go and LogQL do. Pure, k6 uses it too. */
export function labelString(labels: Readonly<Record<string, string>>): string {
  let pairs = "";
  for (const name of Object.keys(labels).sort())
    pairs += `${pairs === "" ? "" : ", "}${name}=${quoteGo(labels[name] ?? "")}`;
  return `{${pairs}}`;
}

/**
 * JSON's escapes are a subset of a Go string literal's, except for `\u` on surrogates and the `\/` that JSON.stringify
 * never writes. A lone surrogate cannot be written in UTF-8 and becomes U+FFFD, as in every encoder of text (k6 has no
 * toWellFormed).
 */
function quoteGo(value: string): string {
  if (plain.test(value)) return `"${value}"`;
  return JSON.stringify(value.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}

/** Printable ASCII without quotation mark and backslash: nothing to escape. Asked first, because k6 is slow at the rest. */
const plain = /^[ !#-[\]-~]*$/;
