import type { RunResult } from "../../verdict/result.ts";
import { formatMs, formatRate } from "../units.ts";
import { html, type Markup } from "./markup.ts";
import { type Heights, kinds, pushHeights, queryHeights, upTo } from "./point-heights.ts";
import { reading, secondsOf } from "./point-reading.ts";
import { type Scale, scaleFromZero, timeScale } from "./scale.ts";
import { type Point, thinSeries } from "./thin-series.ts";

const width = 420;
const height = 352;
const left = 62;
const right = 402;
const rates = { top: 20, bottom: 138 };
const queries = { top: 170, bottom: 222 };
const latencies = { top: 254, bottom: 328 };
const mostPoints = 150;

interface Frame {
  readonly points: readonly Point[];
  /** The number of seconds that one point of a plot represents. */
  readonly stepS: number;
  readonly x: Scale;
  readonly rate: Scale;
  readonly query: Scale;
  readonly latency: Scale;
}

export interface PlotOptions {
  /** The last second of the longest series, so that all plots have the same time axis. */
  readonly lastS: number;
  readonly faults: RunResult["faults"];
}

/**
 * Renders a tenant's push rates, query rates and latencies, one above the other with the same time axis. The plot is
 * static SVG without scripts, so that every CI viewer can show it.
 */
export function tenantPlot(tenant: string, series: readonly Point[], { lastS, faults }: PlotOptions): Markup {
  const points = thinSeries(series, mostPoints);
  if (points.length === 0) return html`<p class="empty">No load was recorded.</p>`;
  const frame = frameOf(points, lastS);
  return html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="Rates and latencies of ${tenant} over time">
${faults.map((fault) => faultBand(fault, frame.x))}${axis(frame.rate, formatRate)}${axis(frame.query, String)}${axis(frame.latency, formatMs)}
<text class="panel" x="${left}" y="${rates.top - 8}">log lines per second</text>
<text class="panel" x="${left}" y="${queries.top - 8}">queries per second</text>
<text class="panel" x="${left}" y="${latencies.top - 8}">p99 response</text>
${stack(frame, pushHeights, frame.rate)}${stack(frame, queryHeights, frame.query)}
${line(
  "offered",
  path(frame, (point) => point.offeredBytesPerSecond, frame.rate),
)}
${line(
  "push",
  path(frame, (point) => point.pushP99Ms, frame.latency),
)}
${line(
  "query",
  path(frame, (point) => point.queryP99Ms, frame.latency),
)}
${timeAxis(frame.x)}${hovers(frame)}
</svg>`;
}

function frameOf(points: readonly Point[], lastS: number): Frame {
  const [first, second] = points;
  const stepS = first && second ? second.atS - first.atS : 1;
  const top = points.reduce(
    (most, point) => Math.max(most, point.offeredBytesPerSecond, upTo(pushHeights(point), kinds.length)),
    0,
  );
  const asked = points.reduce((most, point) => Math.max(most, upTo(queryHeights(point), kinds.length)), 0);
  const worst = points.reduce(
    (most, point) => Math.max(most, point.pushP99Ms ?? 0, point.queryP99Ms ?? 0),
    0,
  );
  return {
    points,
    stepS,
    x: timeScale(lastS + stepS, { from: left, to: right }),
    rate: scaleFromZero(top, { from: rates.bottom, to: rates.top }),
    query: scaleFromZero(asked, { from: queries.bottom, to: queries.top }, 2),
    latency: scaleFromZero(worst, { from: latencies.bottom, to: latencies.top }, 2),
  };
}

/** Renders the period of a fault as a band with the fault's name as its tooltip. */
function faultBand({ fault, fromS, toS }: RunResult["faults"][number], x: Scale): Markup | undefined {
  if (fromS === undefined || toS === undefined) return undefined;
  const from = x.at(Math.max(0, fromS));
  return html`<rect class="fault" x="${pixel(from)}" y="${rates.top}" width="${pixel(Math.max(1, x.at(toS) - from))}" height="${latencies.bottom - rates.top}"><title>${fault}</title></rect>`;
}

function stack(frame: Frame, heights: Heights, y: Scale): readonly (Markup | undefined)[] {
  const middle = (point: Point): number => frame.x.at(point.atS + frame.stepS / 2);
  const corner = (point: Point, value: number): string => `${pixel(middle(point))} ${pixel(y.at(value))}`;
  return kinds.map((kind, below) => {
    if (!frame.points.some((point) => (heights(point)[below] ?? 0) > 0)) return undefined;
    const over = frame.points.map((point) => corner(point, upTo(heights(point), below + 1)));
    const back = frame.points.toReversed().map((point) => corner(point, upTo(heights(point), below)));
    return html`<path class="area ${kind}" d="M${[...over, ...back].join("L")}Z"/>`;
  });
}

/**
 * Returns the SVG path of a line. Missing values make a gap in the line. A single value between gaps becomes a dot: a
 * line of zero length with round caps.
 */
function path(frame: Frame, value: (point: Point) => number | null, y: Scale): string {
  let pen = "M";
  return frame.points
    .map((point) => {
      const seen = value(point);
      const move = pen;
      pen = seen === null ? "M" : "L";
      if (seen === null) return "";
      const at = `${pixel(frame.x.at(point.atS + frame.stepS / 2))} ${pixel(y.at(seen))}`;
      return move === "M" ? `M${at}l0 0L${at}` : `L${at}`;
    })
    .join("");
}

function line(name: string, d: string): Markup | undefined {
  return d === "" ? undefined : html`<path class="line ${name}" d="${d}"/>`;
}

function axis(scale: Scale, format: (value: number) => string): Markup {
  return html`<g class="axis">${scale.ticks.map((tick) => {
    const y = pixel(scale.at(tick));
    return html`<path d="M${left} ${y}H${right}" class="${tick === 0 ? "base" : "grid"}"/><text x="${left - 6}" y="${y}" dy=".32em" text-anchor="end">${tick === 0 ? "0" : format(tick)}</text>`;
  })}</g>`;
}

function timeAxis(x: Scale): Markup {
  const y = latencies.bottom + 15;
  return html`<g class="axis">${x.ticks.map((tick) => html`<text x="${pixel(x.at(tick))}" y="${y}" text-anchor="middle">${secondsOf(tick)}</text>`)}</g>`;
}

/**
 * Renders an invisible bar per point of a plot with the values as its tooltip; browsers show a `title` without scripts.
 */
function hovers(frame: Frame): Markup {
  const bar = (point: Point): Markup => {
    const x = frame.x.at(point.atS);
    const wide = frame.x.at(point.atS + frame.stepS) - x;
    return html`<rect x="${pixel(x)}" y="${rates.top}" width="${pixel(wide)}" height="${latencies.bottom - rates.top}"><title>${reading(point)}</title></rect>`;
  };
  return html`<g class="hover">${frame.points.map(bar)}</g>`;
}

function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}
