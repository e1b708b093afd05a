import type { LoadWindows, RatioBudget } from "../../plan/ratio-schema.ts";
import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { type Block, type Interval, ratioInterval } from "../../verdict/bootstrap.ts";
import { bySecond, dueIn } from "./in-windows.ts";
import { type Measure, measureOf } from "./ratio-measure.ts";

/** The measurement of one side of a neighbour ratio: a tenant alone, or together with its neighbour. */
export interface Side {
  readonly samples: number;
  /** The tenant's response time in ms, or its accepted share. Undefined ("n/a") if there are too few samples. */
  readonly value: number | undefined;
}

/**
 * A ratio compared with its limit. The outcome "unproven" means that the comparison is undecided; `why` gives the
 * reason.
 */
export interface HeldRatio {
  readonly name: string;
  readonly tenant: string;
  readonly outcome: "within" | "over" | "unproven";
  readonly alone: Side;
  readonly together: Side;
  readonly ratio?: number;
  /** The 95 % confidence interval of the ratio. */
  readonly interval?: Interval;
  readonly maxRatio: number;
  readonly why?: string;
}

export interface RatioLoad {
  readonly pushes: readonly PushRecord[];
  readonly queries: readonly QueryRecord[];
  readonly windows: LoadWindows;
  readonly loadBeganMs: number;
  readonly seed: number;
}

type Request = PushRecord | QueryRecord;
type Measured = readonly (readonly Request[])[];

/** The minimum number of seconds for a result that another run would confirm. */
const minSeconds = 8;

/**
 * Compares a ratio with its limit for each tenant that the ratio names, using the raw samples. The outcome is "over"
 * only if the complete confidence interval is above the limit. A ratio that might be above its limit by chance is
 * "unproven". A request that was refused, failed or lost counts as infinitely slow. Otherwise a neighbour that causes
 * refusals would seem to make the tenant faster.
 */
export function holdRatio(budget: RatioBudget, load: RatioLoad): readonly HeldRatio[] {
  const requests = requestsOf(budget, load);
  const all = [...new Set(requests.map(({ tenant }) => tenant))].sort();
  const tenants = budget.tenant === "*" && all.length > 0 ? all : [budget.tenant];
  return tenants.map((tenant) => {
    const own = requests.filter((one) => one.tenant === tenant);
    const side = (names: readonly string[]): Measured => {
      const windows = names.flatMap((name) => load.windows[name] ?? []);
      return bySecond(dueIn(own, windows, load.loadBeganMs), load.loadBeganMs);
    };
    const [alone, together] = [side(budget.alone), side(budget.together)];
    return judged({ budget, tenant, alone, together, measure: measureOf(budget), seed: load.seed });
  });
}

function requestsOf(budget: RatioBudget, { pushes, queries }: RatioLoad): readonly Request[] {
  const isPush = budget.measure === "accepted" || budget.operation === "push";
  return isPush ? pushes.filter(({ kind }) => kind === "flood") : queries;
}

interface Judging {
  readonly budget: RatioBudget;
  readonly tenant: string;
  readonly alone: Measured;
  readonly together: Measured;
  readonly measure: Measure;
  readonly seed: number;
}

function judged({ budget, tenant, measure, seed, ...sides }: Judging): HeldRatio {
  const { name, maxRatio } = budget;
  const alone = sides.alone.map((second) => second.map(measure.sampleOf));
  const together = sides.together.map((second) => second.map(measure.sampleOf));
  const [before, after] = [sideOf(alone, measure), sideOf(together, measure)];
  const seen = { name, tenant, maxRatio, alone: before, together: after };
  const why = whyUnproven(seen, [alone.length, together.length]);
  if (why !== undefined || before.value === undefined || after.value === undefined) {
    return { ...seen, outcome: "unproven", why: why ?? "no sample" };
  }
  const ratio = measure.costOf(after.value) / measure.costOf(before.value);
  const statistic = (samples: readonly number[]): number =>
    measure.costOf(measure.valueOf(samples) ?? Number.NaN);
  const interval = ratioInterval(together, alone, { statistic, seed });
  const held = { ...seen, ratio, interval };
  if (ratio <= maxRatio) return { ...held, outcome: "within" };
  if (interval.low > maxRatio) return { ...held, outcome: "over" };
  return { ...held, outcome: "unproven", why: "over by chance or in truth: too few samples to tell" };
}

function sideOf(seconds: readonly Block[], { valueOf }: Measure): Side {
  const samples = seconds.flat();
  return { samples: samples.length, value: valueOf(samples) };
}

function whyUnproven(
  { alone, together }: Pick<HeldRatio, "alone" | "together">,
  [aloneS = 0, togetherS = 0]: readonly number[],
): string | undefined {
  if (aloneS < minSeconds || togetherS < minSeconds) {
    return `requests in ${aloneS} seconds alone and ${togetherS} together: at least ${minSeconds} are needed`;
  }
  if (alone.value === undefined || together.value === undefined) return "too few samples for the quantile";
  if (alone.value === 0 || alone.value === Number.POSITIVE_INFINITY) {
    return "it was not served without its neighbour either";
  }
  return undefined;
}

/**
 * Returns a line such as "flood-on-pushes: checkout 1.4 (1.2 to 1.9) of at most 3; 21 alone (400 samples), 29 together
 * (200)".
 */
export function describeHeldRatio(held: HeldRatio): string {
  const { name, tenant, ratio, interval, maxRatio, alone, together, why } = held;
  const bounds = interval === undefined ? "" : ` (${short(interval.low)} to ${short(interval.high)})`;
  const seen = `${short(ratio)}${bounds} of at most ${maxRatio}`;
  const sides = `${short(alone.value)} alone (${alone.samples} samples), ${short(together.value)} together (${together.samples})`;
  return `${name}: ${tenant} ${seen}; ${sides}${why === undefined ? "" : `; ${why}`}`;
}

function short(value: number | undefined): string {
  if (value === undefined) return "n/a";
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "without end";
}
