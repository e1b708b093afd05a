import { readFileSync } from "node:fs";
import type { RunResult } from "../../verdict/result.ts";
import { banner } from "./banner.ts";
import { checksSection } from "./checks.ts";
import { latencySection } from "./latency-table.ts";
import { loadSection } from "./load.ts";
import { html, Markup } from "./markup.ts";
import { neighboursSection } from "./neighbours.ts";
import { runSection } from "./run-section.ts";
import { templatesSection } from "./templates-table.ts";
import { timelineSection } from "./timeline.ts";
import { topologySection } from "./topology.ts";

const style = new Markup(
  ["page.css", "checks.css", "load.css", "topology.css"]
    .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
    .join("\n"),
);

/** The page's Content-Security-Policy: the browser may fetch and run nothing, whatever text the run contains. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const sections: readonly (readonly [string, string])[] = [
  ["checks", "Checks"],
  ["load", "Load"],
  ["latency", "Latency"],
  ["topology", "Topology"],
  ["run", "This run"],
];

/**
 * Renders `index.html`: one file without scripts, which every viewer can show. The page supports light and dark, wide
 * and narrow screens, and print.
 */
export function htmlReport(result: RunResult, runDir: string = `reports/${result.runId}`): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${result.verdict}: ${result.scenario} · lokiproof</title>
<link rel="icon" href="${icon(result.verdict)}">
<style>${style}</style></head>
<body><main>
${banner(result)}
<nav aria-label="Sections">${sections.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</nav>
${checksSection(result)}
${loadSection(result)}
${latencySection(result)}
${templatesSection(result)}
${neighboursSection(result)}
${topologySection(result)}
<div class="pair">${timelineSection(result)}${runSection(result, runDir)}</div>
</main><footer>lokiproof ${result.versions["lokiproof"]} · run ${result.runId} · ended ${result.endedAt}</footer></body></html>
`.text;
}

const colours = { pass: "%231a7f4b", fail: "%23c6323a", unknown: "%23b7791f" } as const;

function icon(verdict: RunResult["verdict"]): string {
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='${colours[verdict]}'/></svg>`;
}
