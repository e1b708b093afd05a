const valueChars = 2_000;
/** The maximum number of tenants in a table of summary.md; index.html has all tenants. */
export const tenantsShown = 50;

/** Escapes text for Markdown. Text from a run must not become markup, an image to fetch or a mention of a person. */
export function prose(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ");
  const escaped = line.replaceAll(/[\\`*_[\]|~<>]/gu, "\\$&");
  return escaped.replaceAll("&", "&amp;").replaceAll("@", "&#64;");
}

/** Puts text unchanged into a code block whose fence is longer than any run of backticks in the text. */
export function fenced(text: string): string {
  const inside = cut(text);
  const longest = Math.max(0, ...(inside.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${inside}\n${fence}`;
}

/** Cuts long values for summary.md; index.html shows them in full. */
export function cut(text: string): string {
  return text.length <= valueChars ? text : `${text.slice(0, valueChars)}…`;
}
