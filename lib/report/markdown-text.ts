const valueChars = 2_000;
/** Rows of a table by tenant; index.html has them all. */
export const tenantsShown = 50;

/** Nothing that a run has seen may become markup of ours, an image to fetch or a mention of a person. */
export function prose(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ");
  const escaped = line.replaceAll(/[\\`*_[\]|~<>]/gu, "\\$&");
  return escaped.replaceAll("&", "&amp;").replaceAll("@", "&#64;");
}

/** Text as it is, in a block that no run of backticks in it can end. */
export function fenced(text: string): string {
  const inside = cut(text);
  const longest = Math.max(0, ...(inside.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${inside}\n${fence}`;
}

/** Long values are for index.html. */
export function cut(text: string): string {
  return text.length <= valueChars ? text : `${text.slice(0, valueChars)}…`;
}
