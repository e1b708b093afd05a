import type { LoadWindows, RatioBudget } from "../../plan/ratio-schema.ts";
import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { type Block, type Interval, ratioInterval } from "../../verdict/bootstrap.ts";
import { bySecond, dueIn } from "./in-windows.ts";
import { type Measure, measureOf } from "./ratio-measure.ts";

/** One side of a ratio. */
export interface Side {
  readonly samples: number;
  /** ms of response time, or the accepted share; undefined ("n/a") where too few samples carry it. */
  readonly value: number | undefined;
}

/** "unproven": it cannot be told, and `why` says what was missing. */
export interface HeldRatio {
  readonly name: string;
  readonly tenant: string;
  readonly outcome: "within" | "over" | "unproven";
  readonly alone: Side;
  readonly together: Side;
  readonly ratio?: number;
  /** Between which the ratio lies at 95 %, where another run of the same would show another. */
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

/** Of fewer seconds nothing can be said that the next run would confirm. */
const minSeconds = 8;

/**
 * Holds one ratio against the raw samples, for each tenant it names. Over only where the whole interval is: a ratio
 * that is over by chance is unproven. A request that was not answered as it should be (refused, failed, lost) took for
 * ever: a neighbour who has a tenant refused must not look as if he made it quicker.
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

/** "flood-on-pushes: checkout 1.4 (1.2 to 1.9) of at most 3: 21 ms alone (400 samples), 29 ms together (200)" */
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
