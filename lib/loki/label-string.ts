/**
 * Formats labels as `{a="b", c="d"}`, sorted by name, with values quoted as in Go and LogQL. This file has no imports,
 * so that k6 can load it.
 */
export function labelString(labels: Readonly<Record<string, string>>): string {
  let pairs = "";
  for (const name of Object.keys(labels).sort())
    pairs += `${pairs === "" ? "" : ", "}${name}=${quoteGo(labels[name] ?? "")}`;
  return `{${pairs}}`;
}

/**
 * Quotes a value as a Go string literal. JSON's escapes are a subset of Go's, except for `\u` on surrogates, and `\/`,
 * which JSON.stringify never writes. A lone surrogate cannot be encoded in UTF-8 and becomes U+FFFD, as in every text
 * encoder. (k6 has no toWellFormed.)
 */
function quoteGo(value: string): string {
  if (plain.test(value)) return `"${value}"`;
  return JSON.stringify(value.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}

/**
 * Printable ASCII without quotation mark and backslash, which needs no escapes. Values are tested for this form first,
 * because k6 is slow at escaping.
 */
const plain = /^[ !#-[\]-~]*$/;
