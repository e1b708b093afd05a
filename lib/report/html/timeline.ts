import type { RunResult } from "../../verdict/result.ts";
import { formatDuration } from "../units.ts";
import { html, type Markup } from "./markup.ts";

/** Renders the phases of a run in order, each with a bar that shows the phase's duration. */
export function timelineSection(result: RunResult): Markup {
  const totalMs = result.phases.reduce((sum, { tookMs }) => sum + tookMs, 0);
  if (totalMs === 0) return html``;
  let startMs = 0;
  const rows = result.phases.map(({ name, tookMs }) => {
    const bar = { left: percent(startMs / totalMs), wide: percent(tookMs / totalMs) };
    startMs += tookMs;
    return html`<li><span class="name">${name}</span><span class="track" aria-hidden="true"><i style="left:${bar.left};width:${bar.wide}"></i></span><span class="took">${formatDuration(tookMs)}</span></li>`;
  });
  return html`<section id="phases" class="card" aria-labelledby="phases-title"><h2 id="phases-title">Phases</h2><ol class="timeline">${rows}</ol></section>`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
