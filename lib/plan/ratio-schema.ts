import { z } from "zod";
import { milliseconds, ratio, seconds, secondsFromZero } from "./bounds.ts";
import { reference } from "./names.ts";

const windowNames = z.array(reference).min(1).max(100);

/** A named time window of the load: the requests that are due from `fromS` (inclusive) to `toS` (exclusive). */
export const loadWindow = z
  .strictObject({
    fromS: secondsFromZero.describe("seconds since the load began"),
    toS: seconds,
  })
  .refine(({ fromS, toS }) => toS > fromS, "expected toS after fromS");

const common = {
  name: z.string().regex(/^[a-z0-9-]{1,100}$/, "expected at most 100 lower-case letters, digits and hyphens"),
  tenant: reference.describe("whose requests are measured; `*`: every tenant's that sends such requests"),
  alone: windowNames.describe("windows without the neighbour, taken together"),
  together: windowNames.describe("windows with it"),
  maxRatio: ratio,
};

/**
 * The limit on a neighbour's effect on a tenant's response time, as a ratio: the response time with the neighbour's
 * load, divided by the response time without it.
 */
const responseRatio = z.strictObject({
  ...common,
  measure: z.literal("response").describe("response time, together over alone"),
  operation: z.enum(["push", "query"]),
  quantile: z.enum(["p50", "p90", "p95", "p99"]),
  floorMs: milliseconds.describe("a shorter time counts as this long: nobody feels the difference"),
});

/**
 * The limit on a neighbour's effect on a tenant's accepted share of its offered bytes, as a ratio: the share without
 * the neighbour's load, divided by the share with it.
 */
const acceptedRatio = z.strictObject({
  ...common,
  measure: z.literal("accepted").describe("accepted share of the offered bytes, alone over together"),
});

export const ratioBudget = z.discriminatedUnion("measure", [responseRatio, acceptedRatio]);

export type LoadWindow = z.infer<typeof loadWindow>;
export type LoadWindows = Readonly<Record<string, LoadWindow>>;
export type RatioBudget = z.infer<typeof ratioBudget>;
export type ResponseRatio = z.infer<typeof responseRatio>;
export type AcceptedRatio = z.infer<typeof acceptedRatio>;

/**
 * Describes a limit on a neighbour's effect: "flood-on-pushes: checkout push p99, together over alone, at most 3 (less
 * than 100 ms counts as that)".
 */
export function describeRatio(ratio: RatioBudget): string {
  const who = ratio.tenant === "*" ? "every tenant" : ratio.tenant;
  const most = `at most ${ratio.maxRatio}`;
  if (ratio.measure === "accepted") {
    return `${ratio.name}: ${who}'s accepted share, alone over together, ${most}`;
  }
  const { operation, quantile, floorMs } = ratio;
  return `${ratio.name}: ${who} ${operation} ${quantile}, together over alone, ${most} (less than ${floorMs} ms counts as that)`;
}
