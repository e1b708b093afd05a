import { formatMs, formatRate } from "../units.ts";
import { html, type Markup } from "./markup.ts";
import { type Scale, scaleFromZero, timeScale } from "./scale.ts";
import { type Point, thinSeries } from "./thin-series.ts";

const width = 420;
const height = 268;
const left = 62;
const right = 402;
const rates = { top: 20, bottom: 138 };
const latencies = { top: 170, bottom: 244 };
const mostPoints = 150;

interface Frame {
  readonly points: readonly Point[];
  /** Seconds that one point stands for. */
  readonly stepS: number;
  readonly x: Scale;
  readonly rate: Scale;
  readonly latency: Scale;
}

/**
 * Rates stacked over latencies on one time axis, as static SVG: it needs no script, so any CI viewer shows it. `lastS`: of
 * the longest series beside it, so that all have one time axis.
 */
export function tenantPlot(tenant: string, series: readonly Point[], lastS: number): Markup {
  const points = thinSeries(series, mostPoints);
  if (points.length === 0) return html`<p class="empty">No load was recorded.</p>`;
  const frame = frameOf(points, lastS);
  return html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="Rates and latencies of ${tenant} over time">
${axis(frame.rate, formatRate)}${axis(frame.latency, formatMs)}
<text class="panel" x="${left}" y="${rates.top - 8}">log lines per second</text>
<text class="panel" x="${left}" y="${latencies.top - 8}">p99 response</text>
${area(frame, "accepted", [() => 0, accepted])}
${area(frame, "refused", [accepted, refused])}
${area(frame, "failed", [refused, failed])}
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

/** The heights at which the stacked areas end. */
const accepted = (point: Point): number => point.acceptedBytesPerSecond;
const refused = (point: Point): number => accepted(point) + point.refusedBytesPerSecond;
const failed = (point: Point): number => refused(point) + point.failedBytesPerSecond;

function frameOf(points: readonly Point[], lastS: number): Frame {
  const [first, second] = points;
  const stepS = first && second ? second.atS - first.atS : 1;
  const top = points.reduce((most, point) => Math.max(most, point.offeredBytesPerSecond, failed(point)), 0);
  const worst = points.reduce(
    (most, point) => Math.max(most, point.pushP99Ms ?? 0, point.queryP99Ms ?? 0),
    0,
  );
  return {
    points,
    stepS,
    x: timeScale(lastS + stepS, { from: left, to: right }),
    rate: scaleFromZero(top, { from: rates.bottom, to: rates.top }),
    latency: scaleFromZero(worst, { from: latencies.bottom, to: latencies.top }, 2),
  };
}

type Height = (point: Point) => number;

function area(frame: Frame, name: string, [low, high]: readonly [Height, Height]): Markup | undefined {
  if (!frame.points.some((point) => high(point) > low(point))) return undefined;
  const middle = (point: Point): number => frame.x.at(point.atS + frame.stepS / 2);
  const corner = (point: Point, value: number): string =>
    `${pixel(middle(point))} ${pixel(frame.rate.at(value))}`;
  const over = frame.points.map((point) => corner(point, high(point)));
  const back = frame.points.toReversed().map((point) => corner(point, low(point)));
  return html`<path class="area ${name}" d="M${[...over, ...back].join("L")}Z"/>`;
}

/** A gap in the values is a gap in the line; a value alone between gaps is a dot (a line of no length, round caps). */
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
  return html`<g class="axis">${x.ticks.map((tick) => html`<text x="${pixel(x.at(tick))}" y="${y}" text-anchor="middle">${seconds(tick)}</text>`)}</g>`;
}

/** What a pointer reads at each moment; a browser shows the title by itself. */
function hovers(frame: Frame): Markup {
  const bar = (point: Point): Markup => {
    const x = frame.x.at(point.atS);
    const wide = frame.x.at(point.atS + frame.stepS) - x;
    return html`<rect x="${pixel(x)}" y="${rates.top}" width="${pixel(wide)}" height="${latencies.bottom - rates.top}"><title>${reading(point)}</title></rect>`;
  };
  return html`<g class="hover">${frame.points.map(bar)}</g>`;
}

function reading(point: Point): string {
  return [
    `at ${seconds(point.atS)}`,
    `offered ${formatRate(point.offeredBytesPerSecond)}`,
    `accepted ${formatRate(point.acceptedBytesPerSecond)}`,
    `refused ${formatRate(point.refusedBytesPerSecond)}`,
    `failed ${formatRate(point.failedBytesPerSecond)}`,
    `push p99 ${formatMs(point.pushP99Ms)}`,
    `query p99 ${formatMs(point.queryP99Ms)}`,
  ].join("\n");
}

function seconds(value: number): string {
  return value >= 120 && value % 60 === 0 ? `${value / 60} min` : `${Math.round(value)} s`;
}

function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}
