/**
 * Commands to a CI runner. GitHub's trims the start of a line and takes `::name::` there, and `##[name]` anywhere in a
 * line (actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2 and TryParse). Azure's takes `##vso[` and
 * TeamCity's `##teamcity[` anywhere. Unicode's invisible spaces count as white space here, to be on the safe side.
 */
const atLineStart = /^((?:[^\S\n]|[\u180E\u200B-\u200D\u2060\uFEFF])*)::/gmu;
const anywhere = /##(?=\w*\[)/gu;

/** Breaks every command to a CI runner with a backslash, which Markdown does not show. Leaves other text as it is. */
export function neutraliseCommands(text: string): string {
  return text.replaceAll(atLineStart, "$1\\::").replaceAll(anywhere, "#\\#");
}
