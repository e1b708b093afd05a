import type { RunResult, TenantResult } from "../../verdict/result.ts";
import { groupTenants, moreTenants } from "../group-tenants.ts";
import { formatCount, formatMs } from "../units.ts";
import { html, type Markup } from "./markup.ts";

const quantiles = ["p50", "p90", "p95", "p99", "p99.9", "max"] as const;
type Latency = TenantResult["push"]["latency"];

/** Renders response and service times next to each other, one row per tenant and operation. */
export function latencySection(result: RunResult): Markup {
  const { shown, rest } = groupTenants(result);
  const tenants = shown.filter(([, { push, query }]) => push.requests + query.requests > 0);
  if (tenants.length === 0) return html``;
  return html`<section id="latency" aria-labelledby="latency-title"><h2 id="latency-title">Latency</h2>
<p class="note"><b>Response</b> counts from the moment a request was due: what a user waits, queueing in the generator included. <b>Service</b> counts from the moment it was sent: what Loki took. <b>n/a</b>: too few requests to say.</p>
<div class="table" tabindex="0" role="region" aria-label="Latency by tenant and operation"><table class="latency">
<thead><tr><th scope="col" rowspan="2">tenant</th><th scope="col" rowspan="2">operation</th><th scope="col" rowspan="2" class="number">count</th><th scope="colgroup" colspan="6" class="group">response</th><th scope="colgroup" colspan="6" class="group">service</th></tr>
<tr>${heads()}${heads()}</tr></thead>
<tbody>${tenants.map(([tenant, { push, query }]) => [row(tenant, "push", push.latency), row(tenant, "query", query.latency)])}</tbody></table></div>${rest !== undefined && html`<p class="more">${moreTenants(rest)}: in result.json.</p>`}</section>`;
}

function heads(): readonly Markup[] {
  return quantiles.map((quantile) => html`<th scope="col" class="number">${quantile}</th>`);
}

function row(tenant: string, operation: string, latency: Latency): Markup | undefined {
  if (latency.count === 0) return undefined;
  const cells = [latency.responseMs, latency.serviceMs].flatMap((times) =>
    quantiles.map((quantile) => times[quantile]),
  );
  return html`<tr><th scope="row">${tenant}</th><td>${operation}</td><td class="number">${formatCount(latency.count)}</td>${cells.map((ms) => html`<td class="number ${ms === undefined && "absent"}">${formatMs(ms)}</td>`)}</tr>`;
}
