import { describeBreakage } from "../../verdict/breakage.ts";
import { countOutcomes } from "../../verdict/merge.ts";
import type { RunResult } from "../../verdict/result.ts";
import { byUrgency } from "../order-checks.ts";
import { formatDuration } from "../units.ts";
import { outcomeIcon, outcomeWords } from "./icons.ts";
import { html, type Markup } from "./markup.ts";

const said = { pass: "Pass", fail: "Fail", unknown: "Unknown" } as const;

/** Renders the verdict, its reason, and the number of checks per outcome. */
export function banner(result: RunResult): Markup {
  return html`<header class="banner ${result.verdict}">
<div class="verdict">${outcomeIcon(result.verdict)}<div>
<p class="eyebrow">lokiproof · ${result.scenario}</p>
<h1>${said[result.verdict]}</h1>
<p class="reason">${result.reason}.</p>
</div></div>
${tally(result)}
<p class="about">${result.description}</p>
${chips(result)}
</header>
${problems(result.problems)}`;
}

const tallied = ["pass", "fail", "unknown", "skip"] as const;

function tally(result: RunResult): Markup {
  const counts = countOutcomes(result.checks);
  const shown = byUrgency.toReversed().filter((outcome) => counts[outcome] > 0);
  return html`<div class="tally">
<div class="tally-bar" aria-hidden="true">${shown.map((outcome) => html`<i class="${outcome}" style="flex-grow:${counts[outcome]}"></i>`)}</div>
<ul>${tallied.map((outcome) => html`<li class="${counts[outcome] === 0 && "none"}">${outcomeIcon(outcome)}<b>${counts[outcome]}</b> ${outcomeWords[outcome]}</li>`)}</ul>
</div>`;
}

function chips(result: RunResult): Markup {
  const took = formatDuration(Date.parse(result.endedAt) - Date.parse(result.startedAt));
  const facts: readonly (readonly [string, string])[] = [
    ["Loki", result.versions["loki"] ?? "?"],
    ["stack", result.provider],
    ["started", result.startedAt.replace("T", " ").replace(/(:\d\d)(\.\d+)?Z$/, "$1 UTC")],
    ["took", took],
    ["seed", String(result.seed)],
    ["scale", result.scale === 1 ? "full" : `1/${result.scale}`],
    ["run", result.runId],
  ];
  return html`<dl class="chips">${result.breakage !== undefined && html`<div class="broken"><dt>broken on purpose</dt><dd>${result.breakage}${result.breakageShown !== undefined && html`: ${describeBreakage(result.breakageShown)}`}</dd></div>`}${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function problems(all: readonly string[]): Markup | undefined {
  if (all.length === 0) return undefined;
  return html`<section class="problems" aria-labelledby="problems"><h2 id="problems">What went wrong with the run itself</h2>
<ul>${all.map((problem) => html`<li>${problem}</li>`)}</ul></section>`;
}
