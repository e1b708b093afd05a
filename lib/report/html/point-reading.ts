import { formatMs, formatRate } from "../units.ts";
import type { Point } from "./thin-series.ts";

/** Returns the tooltip of one point of a plot. */
export function reading(point: Point): string {
  return [
    `at ${secondsOf(point.atS)}`,
    `offered ${formatRate(point.offeredBytesPerSecond)}`,
    `accepted ${formatRate(point.acceptedBytesPerSecond)}`,
    `refused ${formatRate(point.refusedBytesPerSecond)}`,
    `failed ${formatRate(point.failedBytesPerSecond)}`,
    `no answer ${formatRate(point.indeterminateBytesPerSecond)}`,
    `queries ${queryReading(point)}`,
    `push p99 ${formatMs(point.pushP99Ms)}`,
    `query p99 ${formatMs(point.queryP99Ms)}`,
  ].join("\n");
}

function queryReading({ queriesPerSecond }: Point): string {
  const told = Object.entries(queriesPerSecond).filter(([, rate]) => rate > 0);
  return told.map(([kind, rate]) => `${Number(rate.toPrecision(3))}/s ${kind}`).join(", ") || "none";
}

/** Formats seconds, such as "40 s" or "2 min". */
export function secondsOf(value: number): string {
  return value >= 120 && value % 60 === 0 ? `${value / 60} min` : `${Math.round(value)} s`;
}
