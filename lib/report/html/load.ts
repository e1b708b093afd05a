import type { RunResult, TenantResult } from "../../verdict/result.ts";
import { byLoad, groupTenants, moreTenants, type Rest, type ShownTenants } from "../group-tenants.ts";
import { formatBytes, formatCount, formatMs, formatShare } from "../units.ts";
import { html, type Markup } from "./markup.ts";
import { type PlotOptions, tenantPlot } from "./plot.ts";

/** The maximum number of tenants with a plot: those with the most load. */
const tenantsPlotted = 9;

type Latency = TenantResult["push"]["latency"];

export function loadSection(result: RunResult): Markup {
  const grouped = groupTenants(result);
  const tenants = byLoad(result);
  const plotted = tenants.slice(0, tenantsPlotted);
  const lastS = Math.max(0, ...plotted.map(([, { series }]) => series.at(-1)?.atS ?? 0));
  const more = tenants.length - tenantsPlotted;
  return html`<section id="load" aria-labelledby="load-title">
<h2 id="load-title">Load by tenant</h2>
${tenants.length === 0 && html`<p class="empty">No load was recorded.</p>`}
${tenants.length > 0 && legend()}
<div class="plots">${plotted.map(([tenant, seen]) => plotCard(tenant, seen, { lastS, faults: result.faults }))}</div>
${more > 0 && html`<p class="more">The ${tenantsPlotted} tenants with the most load are plotted; there are ${formatCount(more)} more.</p>`}
${tenants.length > 0 && requestTable(grouped)}
</section>`;
}

function areaSwatch(name: string): Markup {
  return html`<svg viewBox="0 0 26 12" aria-hidden="true"><rect class="area ${name}" y="1" width="26" height="10" rx="2"/></svg>`;
}

function lineSwatch(name: string): Markup {
  return html`<svg viewBox="0 0 26 12" aria-hidden="true"><path class="line ${name}" d="M1 6h24"/></svg>`;
}

function legend(): Markup {
  return html`<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<pattern id="hatch-refused" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="hatch-refused-back"/><path d="M0 0V5" class="hatch-refused"/></pattern>
<pattern id="hatch-failed" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" class="hatch-failed-back"/><path d="M0 0 5 5M5 0 0 5" class="hatch-failed"/></pattern>
<pattern id="hatch-unanswered" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="hatch-failed-back"/><circle cx="3" cy="3" r="1.3" class="hatch-unanswered"/></pattern>
</defs></svg>
<ul class="legend"><li>${lineSwatch("offered")}offered</li><li>${areaSwatch("accepted")}accepted</li><li>${areaSwatch("refused")}refused (429, 400)</li><li>${areaSwatch("failed")}failed</li><li>${areaSwatch("unanswered")}no answer</li><li>${lineSwatch("push")}push p99</li><li>${lineSwatch("query")}query p99</li></ul>`;
}

function plotCard(tenant: string, { push, query, series }: TenantResult, options: PlotOptions): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ["offered", formatBytes(push.offeredBytes)],
    ["accepted", formatShare(push.acceptedBytes, push.offeredBytes)],
    ...highLatency("push", push.latency),
    ...highLatency("query", query.latency),
  ];
  return html`<figure class="card plot-card"><figcaption><h3>${tenant}</h3><dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></figcaption>${tenantPlot(tenant, series, options)}</figure>`;
}

/**
 * Returns a text on the p99 latency, or the maximum if there were too few requests for a p99. Returns nothing without
 * requests.
 */
function highLatency(what: string, { count, responseMs }: Latency): readonly (readonly [string, string])[] {
  if (count === 0) return [];
  const name = responseMs["p99"] === undefined ? "max" : "p99";
  return [[`${what} ${name}`, formatMs(responseMs[name])]];
}

function requestTable({ shown, rest }: ShownTenants): Markup {
  const heads = [
    "offered",
    "accepted",
    "share",
    "pushes",
    "refused",
    "failed",
    "no answer",
    "queries",
    "refused",
    "failed",
    "no answer",
  ];
  return html`<div class="table" tabindex="0" role="region" aria-label="Requests by tenant"><table>
<thead><tr><th scope="col">tenant</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${shown.map(([tenant, seen]) => requestRow(tenant, seen))}${rest !== undefined && requestRow(moreTenants(rest), rest)}</tbody></table></div>`;
}

function requestRow(name: string, { push, query }: Pick<Rest, "push" | "query">): Markup {
  const plain = [formatCount(push.requests), formatCount(push.refused)];
  return html`<tr><th scope="row">${name}</th><td class="number">${formatBytes(push.offeredBytes)}</td><td class="number">${formatBytes(push.acceptedBytes)}</td><td class="number">${formatShare(push.acceptedBytes, push.offeredBytes)}</td>${plain.map((cell) => html`<td class="number">${cell}</td>`)}${[push.failed, push.indeterminate].map(alarming)}<td class="number">${formatCount(query.requests)}</td>${[query.refused, query.failed, query.indeterminate].map(alarming)}</tr>`;
}

function alarming(count: number): Markup {
  return html`<td class="number ${count > 0 && "alarm"}">${formatCount(count)}</td>`;
}
