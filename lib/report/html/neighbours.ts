import type { RunResult } from "../../verdict/result.ts";
import { formatCount, formatMs, formatRatio } from "../units.ts";
import { html, type Markup } from "./markup.ts";

type Ratio = RunResult["ratios"][number];

const said = { within: "within", over: "over", unproven: "not known" } as const;

/** Renders how much each tenant was affected by its neighbours, and the faults that were injected on purpose. */
export function neighboursSection(result: RunResult): Markup {
  const { ratios, faults } = result;
  return html`${ratios.length > 0 && ratioTable(ratios)}${faults.length > 0 && faultList(faults)}`;
}

function ratioTable(ratios: readonly Ratio[]): Markup {
  const heads = ["alone", "together", "ratio", "at 95 %", "at most"];
  return html`<section id="neighbours" aria-labelledby="neighbours-title"><h2 id="neighbours-title">Neighbours</h2>
<p class="note">A time with the neighbour's load over the same time without it; for what was accepted, the share without over the share with it. <b>At 95 %</b>: between which the ratio lies by the seconds that were measured.</p>
<div class="table" tabindex="0" role="region" aria-label="Ratios"><table>
<thead><tr><th scope="col">ratio</th><th scope="col">tenant</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}<th scope="col">outcome</th></tr></thead>
<tbody>${ratios.map(row)}</tbody></table></div></section>`;
}

function row(one: Ratio): Markup {
  const bounds = one.low === undefined ? "n/a" : `${formatRatio(one.low)} to ${formatRatio(one.high)}`;
  const cells = [
    sideOf(one, one.alone),
    sideOf(one, one.together),
    formatRatio(one.ratio),
    bounds,
    formatRatio(one.maxRatio),
  ];
  return html`<tr><th scope="row">${one.name}</th><td>${one.tenant}</td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}<td class="${one.outcome === "over" && "alarm"}">${said[one.outcome]}${one.why !== undefined && html`: ${one.why}`}</td></tr>`;
}

function sideOf({ measure }: Ratio, { samples, value }: Ratio["alone"]): string {
  const shown = measure === "response" ? formatMs(value) : formatRatio(value);
  return `${shown} (${formatCount(samples)})`;
}

function faultList(faults: RunResult["faults"]): Markup {
  return html`<section id="faults" class="card" aria-labelledby="faults-title"><h2 id="faults-title">Faults injected</h2>
<dl class="pairs">${faults.map(({ fault, fromS, toS, error }) => html`<dt>${fault}</dt><dd>${fromS === undefined || toS === undefined ? (error ?? "never injected") : `from ${fromS} s to ${toS} s`}</dd>`)}</dl></section>`;
}
