import { cleanText } from "../output/clean.ts";
import { fenced, prose } from "../report/markdown-text.ts";
import { formatCount } from "../report/units.ts";
import type { Verification } from "./verification.ts";

const shownAtMost = 10;

/**
 * Returns the result of a verification in one sentence: "read 8,123 of 8,123 lines that smoke-1 had acknowledged
 * ...".
 */
export function verdictOfVerification({
  read,
  acknowledged,
  runId,
  stack,
  url,
  sample,
}: Verification): string {
  const where = stack === undefined ? url : `${stack} (${url})`;
  const compared = `${formatCount(sample.lines)} lines of ${sample.pushes} pushes compared byte for byte`;
  return `read ${formatCount(read)} of ${formatCount(acknowledged)} lines that ${runId} had acknowledged, from ${where}; ${compared}`;
}

/** Returns the text for the terminal, which ends with a newline. */
export function terminalVerification(result: Verification): string {
  const lines = [
    ...first(result.wrong).map((one) => `  ${one}`),
    ...first(result.unjudged).map((one) => `  not known: ${one}`),
    `${result.verdict.toUpperCase()}  ${verdictOfVerification(result)}`,
  ];
  return `${lines.map((line) => cleanText(line)).join("\n")}\n`;
}

/** Returns the Markdown report that is written next to the JSON file. */
export function markdownVerification(result: Verification): string {
  const rows = result.groups.map(
    ({ tenant, kind, read, acknowledged }) =>
      `| ${prose(tenant)} | ${kind} | ${formatCount(acknowledged)} | ${formatCount(read)} |`,
  );
  return `${[
    `# ${result.verdict.toUpperCase()}: ${prose(result.runId)} read again`,
    `${prose(verdictOfVerification(result))}. ${result.verifiedAt}, seed ${result.seed}.`,
    ["| tenant | | acknowledged | read |", "|---|---|--:|--:|", ...rows].join("\n"),
    ...listed("Wrong", result.wrong),
    ...listed("Not known", result.unjudged),
  ].join("\n\n")}\n`;
}

function listed(title: string, all: readonly string[]): readonly string[] {
  return all.length === 0 ? [] : [`## ${title} (${all.length})`, fenced(all.join("\n"))];
}

function first(all: readonly string[]): readonly string[] {
  const more = all.length - shownAtMost;
  return more > 0 ? [...all.slice(0, shownAtMost), `and ${more} more`] : all;
}
