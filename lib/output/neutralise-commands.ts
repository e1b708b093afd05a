/**
 * The start of a command to a CI runner. GitHub accepts `::name::` at the start of a line, after white space, and
 * `##[name]` anywhere (actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2 and TryParse). Azure accepts
 * `##vso[` and TeamCity `##teamcity[` anywhere. Unicode's invisible spaces count as white space here, to be safe.
 */
const atLineStart = /^((?:[^\S\n]|[\u180E\u200B-\u200D\u2060\uFEFF])*)::/gmu;
const anywhere = /##(?=\w*\[)/gu;

/** Breaks every command to a CI runner with a backslash, which Markdown does not show. Leaves other text unchanged. */
export function neutraliseCommands(text: string): string {
  return text.replaceAll(atLineStart, "$1\\::").replaceAll(anywhere, "#\\#");
}
