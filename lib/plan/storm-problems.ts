import { usageError } from "../base/errors.ts";
import { mostHistoryLines, mostQueriesPerSecond } from "./bounds.ts";
import type { HistorySpec, StormSpec } from "./load-schema.ts";

/**
 * Throws usageError for a tenant's query storm that, after division by `scale`, sends no query or more queries than
 * Loki could ever answer.
 */
export function refuseBadStorm(name: string, storm: StormSpec): StormSpec {
  const { ratePerSecond, forS } = storm;
  const asked = ratePerSecond * forS;
  if (asked < 1) {
    throw badLoad(
      `the storm of ${name} sends no query: ${ratePerSecond} queries/s for ${forS} s are fewer than one query`,
      "raise ratePerSecond or forS, or lower --scale",
    );
  }
  if (ratePerSecond > mostQueriesPerSecond) {
    throw badLoad(
      `the storm of ${name}: expected at most ${mostQueriesPerSecond} queries/s after scale, got ${ratePerSecond}`,
      "lower ratePerSecond, or raise --scale",
    );
  }
  return storm;
}

/** Throws usageError for a history that exceeds the maximum size because `scale` is below 1. */
export function refuseBadHistory(name: string, history: HistorySpec): HistorySpec {
  if (history.lines <= mostHistoryLines) return history;
  throw badLoad(
    `the history of ${name}: expected at most ${mostHistoryLines} lines after scale, got ${history.lines}`,
    "lower lines, or raise --scale",
  );
}

function badLoad(message: string, hint: string): Error {
  return usageError(message, { code: "BAD_LOAD", hint });
}
