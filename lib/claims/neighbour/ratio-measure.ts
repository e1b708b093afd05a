import type { RatioBudget, ResponseRatio } from "../../plan/ratio-schema.ts";
import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { ascending, percentile } from "../../verdict/percentile.ts";
import { answerOf } from "../latency/answers.ts";

/**
 * Functions that turn samples into a value and a cost. The cost of a value grows with the harm to the tenant. The
 * neighbour ratio is the tenant's cost together with the neighbour, divided by its cost alone.
 */
export interface Measure {
  readonly sampleOf: (request: PushRecord | QueryRecord) => number;
  readonly valueOf: (samples: readonly number[]) => number | undefined;
  readonly costOf: (value: number) => number;
}

export function measureOf(budget: RatioBudget): Measure {
  return budget.measure === "response" ? responseMeasure(budget) : acceptedMeasure;
}

function responseMeasure({ quantile, floorMs }: ResponseRatio): Measure {
  return {
    sampleOf: (one) => (answerOf(one) === "accepted" ? one.endMs - one.intendedMs : Number.POSITIVE_INFINITY),
    valueOf: (samples) => percentile(ascending(samples), quantile),
    costOf: (ms) => Math.max(ms, floorMs),
  };
}

/**
 * Measures the accepted share of the offered bytes. Each sample is the size of a push in bytes, negative if the push
 * was not accepted.
 */
const acceptedMeasure: Measure = {
  sampleOf: (one) => ("lineBytes" in one ? one.lineBytes : 0) * (answerOf(one) === "accepted" ? 1 : -1),
  valueOf: (samples) => {
    const offered = samples.reduce((sum, bytes) => sum + Math.abs(bytes), 0);
    const accepted = samples.reduce((sum, bytes) => sum + Math.max(0, bytes), 0);
    return offered === 0 ? undefined : accepted / offered;
  },
  costOf: (share) => 1 / share,
};
