import { describeBreakage } from "../verdict/breakage.ts";
import type { CheckResult } from "../verdict/check.ts";
import { countOutcomes } from "../verdict/merge.ts";
import type { RunResult } from "../verdict/result.ts";
import { faultLines, generatorLines, loadTable, ratioTable } from "./markdown-load.ts";
import { cut, fenced, prose, tenantsShown } from "./markdown-text.ts";
import { formatDuration } from "./units.ts";

/**
 * The maximum size of summary.md. GitHub refuses a step summary of more than 1 MiB, and an escaped character can take
 * several bytes.
 */
const longestBytes = 1_000_000;
const checksShown = 40;
const droppedShown = 200;

const marks = { pass: "✅", fail: "❌", unknown: "❓", skip: "⏭️" } as const;

/** Renders `summary.md` for a pull request or a GitHub step summary: failures first, always under 1 MiB. */
export function markdownReport(result: RunResult): string {
  const sections = [
    heading(result),
    ...problems(result.problems),
    ...attention(result.checks),
    suites(result.checks),
    ...figures(result),
    ...loadTable(result),
    ...ratioTable(result),
    ...faultLines(result),
    ...generatorLines(result),
    ...chartValues(result),
    ...dropped(result),
    run(result),
  ];
  return withinLimit(`${sections.join("\n\n")}\n`);
}

function heading(result: RunResult): string {
  const took = formatDuration(Date.parse(result.endedAt) - Date.parse(result.startedAt));
  const shown = result.breakageShown === undefined ? "" : ` (${describeBreakage(result.breakageShown)})`;
  const broken =
    result.breakage === undefined ? "" : ` · broken on purpose: ${prose(`${result.breakage}${shown}`)}`;
  return [
    `# ${marks[result.verdict]} ${result.verdict.toUpperCase()} — ${prose(result.scenario)}`,
    "",
    `**${prose(result.reason)}.** ${prose(result.description)}.`,
    "",
    `Loki ${prose(result.versions["loki"] ?? "?")} · ${prose(result.provider)} · ${took} · seed ${result.seed}${broken}`,
  ].join("\n");
}

function problems(all: readonly string[]): readonly string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, checksShown).map((problem) => `- ${prose(cut(problem))}`);
  return [`## What went wrong with the run itself\n\n${shown.join("\n")}`];
}

function attention(checks: readonly CheckResult[]): readonly string[] {
  return (["fail", "unknown"] as const).flatMap((outcome) => {
    const these = checks.filter((check) => check.outcome === outcome);
    if (these.length === 0) return [];
    const more = these.length - checksShown;
    const title = outcome === "fail" ? "Failed" : "Could not be judged";
    const shown = these.slice(0, checksShown).map(oneCheck);
    return [
      `## ${title} (${these.length})`,
      ...shown,
      ...(more > 0 ? [`…and ${more} more, see index.html.`] : []),
    ];
  });
}

function oneCheck(check: CheckResult): string {
  const values = [
    ...(check.message === undefined ? [] : [fenced(check.message)]),
    ...(check.expected === undefined ? [] : [`expected\n${fenced(check.expected)}`]),
    ...(check.observed === undefined ? [] : [`observed\n${fenced(check.observed)}`]),
  ];
  return [`### ${marks[check.outcome]} ${prose(check.id)}`, prose(check.title), ...values].join("\n\n");
}

function suites(checks: readonly CheckResult[]): string {
  const rows = [...Map.groupBy(checks, (check) => check.suite)].slice(0, tenantsShown).map(([suite, of]) => {
    const { pass, fail, unknown, skip } = countOutcomes(of);
    return `| ${prose(suite)} | ${pass} | ${fail} | ${unknown} | ${skip} |`;
  });
  return ["## Checks", "", "| suite | pass | fail | unknown | skip |", "|---|--:|--:|--:|--:|", ...rows].join(
    "\n",
  );
}

function figures(result: RunResult): readonly string[] {
  if (result.figures.length === 0) return [];
  const lines = result.figures
    .slice(0, checksShown)
    .map(({ check, text }) => `- ${prose(check)}: ${prose(cut(text))}`);
  return [`## Figures\n\n${lines.join("\n")}`];
}

function chartValues({ chartValues: values = [] }: RunResult): readonly string[] {
  if (values.length === 0) return [];
  const lines = values.slice(0, checksShown).map(({ path, what }) => `- ${prose(path)}: ${prose(cut(what))}`);
  return [`## Chart values that were changed for one machine\n\n${lines.join("\n")}`];
}

function dropped({ dropped: all = [] }: RunResult): readonly string[] {
  if (all.length === 0) return [];
  const lines = all
    .slice(0, droppedShown)
    .map(({ source, path, why }) => `- ${prose(cut(path))} of ${prose(source)}: ${prose(why)}`);
  const more = all.length - droppedShown;
  if (more > 0) lines.push(`- …and ${more} more, see index.html.`);
  return [`## Settings that were left out (${all.length})\n\n${lines.join("\n")}`];
}

function run(result: RunResult): string {
  const versions = Object.entries(result.versions).map(
    ([name, version]) => `${prose(name)} ${prose(version)}`,
  );
  return [
    "## Run it again",
    "",
    fenced(result.replay),
    "",
    `Run ${prose(result.runId)}: ${versions.join(", ")}.`,
  ].join("\n");
}

function withinLimit(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= longestBytes) return text;
  const whole = bytes
    .subarray(0, longestBytes)
    .toString("utf8")
    .replace(/\uFFFD$/u, "");
  return `${whole.slice(0, whole.lastIndexOf("\n"))}\n\n…cut at 1 MB, see index.html.\n`;
}
