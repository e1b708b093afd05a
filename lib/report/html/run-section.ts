import { ownCommand } from "../../base/own-command.ts";
import type { RunResult } from "../../verdict/result.ts";
import { formatBytes, formatCount, formatMs, formatShare } from "../units.ts";
import { html, type Markup } from "./markup.ts";

/**
 * The files next to the report in the run's folder. Links to these files are relative, so that the folder can be moved.
 */
const files: readonly (readonly [string, string])[] = [
  ["result.json", "the result, by its schema"],
  ["junit.xml", "for CI"],
  ["summary.md", "for a pull request"],
  ["metrics.prom", "for Prometheus"],
  ["plan.json", "what was expected"],
  ["records/", "what the probes and the load saw"],
  ["suites/", "what judged it"],
  ["stack/", "effective configs and logs"],
];

/** Renders the command that repeats the run, the versions of its programs, and its files. */
export function runSection(result: RunResult, runDir: string): Markup {
  return html`<section id="run" class="card" aria-labelledby="run-title"><h2 id="run-title">This run</h2>
<h3>Run it again</h3><pre class="command">${result.replay}</pre>
<h3>Judge it again, offline</h3><pre class="command">${ownCommand(["judge", runDir])}</pre>
<div class="columns"><div><h3>Versions</h3><dl class="pairs">${Object.entries(result.versions).map(([name, version]) => html`<dt>${name}</dt><dd>${version}</dd>`)}</dl></div>
<div><h3>Files</h3><dl class="pairs">${files.map(([path, what]) => html`<dt><a href="${path}">${path}</a></dt><dd>${what}</dd>`)}</dl></div></div>
${chartValues(result.chartValues)}${dropped(result.dropped)}${generators(result)}</section>`;
}

function chartValues(values: RunResult["chartValues"]): Markup | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return html`<h3>Chart values that were changed for one machine</h3><dl class="pairs">${values.map(({ path, what }) => html`<dt>${path}</dt><dd>${what}</dd>`)}</dl>`;
}

function dropped(all: RunResult["dropped"]): Markup | undefined {
  if (all === undefined || all.length === 0) return undefined;
  return html`<h3>Settings that were left out (${all.length})</h3><dl class="pairs">${all.map(({ source, path, why }) => html`<dt>${path}</dt><dd>${why} (${source})</dd>`)}</dl>`;
}

function generators(result: RunResult): Markup | undefined {
  if (result.generators.length === 0) return undefined;
  return html`<h3>Load generators</h3><div class="table" tabindex="0" role="region" aria-label="Load generators"><table>
<thead><tr><th scope="col">script</th>${["arrivals planned", "dropped", "CPU of a core", "lines per CPU-second", "start lag p99", "starved"].map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${result.generators.map(
    (one) =>
      html`<tr><th scope="row">${one.script}${one.processes !== undefined && ` (${one.processes} generators)`}</th><td class="number">${formatCount(one.planned)}</td><td class="number ${one.dropped > 0 && "alarm"}">${formatCount(one.dropped)}</td><td class="number">${formatShare(one.cpuSeconds, one.wallSeconds)}</td><td class="number">${linesPerCpu(one)}</td><td class="number">${formatMs(one.startLagP99Ms)}</td><td class="number">${one.starvedShare === undefined ? "n/a" : formatShare(one.starvedShare, 1)}</td></tr>`,
  )}</tbody></table></div>`;
}

function linesPerCpu({ lineBytes, cpuSeconds }: RunResult["generators"][number]): string {
  return lineBytes === undefined || cpuSeconds === 0 ? "n/a" : formatBytes(lineBytes / cpuSeconds);
}
