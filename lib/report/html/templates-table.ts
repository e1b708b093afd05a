import type { RunResult, TemplateResult } from "../../verdict/result.ts";
import { formatBytes, formatCount, formatMs } from "../units.ts";
import { html, type Markup } from "./markup.ts";

const heads = [
  "count",
  "failed",
  "known",
  "wrong",
  "response p50",
  "p95",
  "max",
  "bytes",
  "chunks",
  "splits",
  "shards",
  "queued mean",
  "max",
] as const;

/**
 * Renders the storm's queries by template: whether the answers were right, how fast they were, and Loki's own
 * statistics.
 */
export function templatesSection({ queries }: RunResult): Markup {
  if (queries.length === 0) return html``;
  return html`<section id="queries" aria-labelledby="queries-title"><h2 id="queries-title">Queries by template</h2>
<p class="note"><b>Known</b>: the seed says what the answer must be, to every series, value and line; <b>wrong</b>: it was not so. Bytes, chunks from the store, splits, shards and queueing are Loki's own statistics, of all of a template's queries together.</p>
<div class="table" tabindex="0" role="region" aria-label="Queries by template"><table>
<thead><tr><th scope="col">template</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${queries.map(row)}</tbody></table></div></section>`;
}

function row(one: TemplateResult): Markup {
  const { latency, queueMs } = one;
  const times = [latency.responseMs["p50"], latency.responseMs["p95"], latency.responseMs["max"]];
  const counts = [one.chunks, one.splits, one.shards];
  return html`<tr><th scope="row">${one.template}</th><td class="number">${formatCount(one.requests)}</td>${alarming(one.requests - one.ok)}<td class="number">${formatCount(one.known)}</td>${alarming(one.wrong)}${times.map((ms) => html`<td class="number ${ms === undefined && "absent"}">${formatMs(ms)}</td>`)}<td class="number">${formatBytes(one.bytesProcessed)}</td>${counts.map((count) => html`<td class="number">${formatCount(count)}</td>`)}<td class="number">${formatMs(queueMs.mean)}</td><td class="number">${formatMs(queueMs.max)}</td></tr>`;
}

function alarming(count: number): Markup {
  return html`<td class="number ${count > 0 && "alarm"}">${formatCount(count)}</td>`;
}
