import { readFileSync } from "node:fs";
import { html, Markup } from "../report/html/markup.ts";
import { formatMs } from "../report/units.ts";
import { describeRate, kneeLines } from "./describe-knee.ts";
import type { KneeReport, KneeStep } from "./knee-report.ts";

const sheets = ["../report/html/page.css", "./knee.css"].map((path) =>
  readFileSync(new URL(path, import.meta.url), "utf8"),
);
const style = new Markup(sheets.join("\n"));
const policy = "default-src 'none'; style-src 'unsafe-inline'";

/** Returns `knee.html`: one file without scripts, in the style of a run's report. */
export function kneePage(report: KneeReport): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The knee of ${report.scenario} · lokiproof</title>
<style>${style}</style></head>
<body><main>
<h1>The knee of ${report.scenario}</h1>
<dl class="findings">${kneeLines(report).map(([what, text]) => html`<dt>${what}</dt><dd>${text}</dd>`)}</dl>
<p>Tenants’ limits were ${report.limits}. Budgets: ${report.budgets.join("; ")}. ${report.machine.cores} cores, which the generator shares.</p>
<h2>Steps</h2>
<div class="table" tabindex="0" role="region" aria-label="Steps of the search"><table><thead><tr><th>offered</th><th>for</th><th>came to</th><th>push p99</th><th>query p95</th><th>why</th></tr></thead>
<tbody>${report.steps.map(row)}</tbody></table></div>
</main><footer>run ${report.runId} · ended ${report.endedAt}</footer></body></html>
`.text;
}

function row(step: KneeStep): Markup {
  return html`<tr><td>${describeRate(step.search, step.rate)}</td><td>${step.forS} s</td><td>${step.outcome}</td><td>${formatMs(step.pushP99Ms)}</td><td>${formatMs(step.queryP95Ms)}</td><td class="why">${step.reasons.map(({ text }) => text).join("; ")}</td></tr>`;
}
