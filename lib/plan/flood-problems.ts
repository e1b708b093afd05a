import { usageError } from "../base/errors.ts";
import { longestS, mostBytesPerSecond } from "./bounds.ts";
import { bytesOf, peakOf } from "./flood-curve.ts";
import { type FloodSpec, mostSteps, type RateStep } from "./flood-schema.ts";
import { mostSuccessors } from "./stream-numbers.ts";

/**
 * Throws usageError for a flood that fits its schema but cannot be run. `name` is the flood's tenant or tenant group.
 */
export function refuseBadFlood(name: string, flood: FloodSpec): FloodSpec {
  refuse(name, problemOf(flood));
  return flood;
}

/**
 * Throws usageError if a flood's curve that begins at `startS` ends too late. Call it before bursts cut the curve into
 * more steps.
 */
export function refuseLongCurve(name: string, steps: readonly RateStep[], startS: number): void {
  const endS = steps.reduce((sum, { forS }) => sum + forS, startS);
  refuse(name, endS <= longestS ? undefined : `expected its end at ${longestS} s or before, got ${endS} s`);
}

function refuse(name: string, problem: string | undefined): void {
  if (problem === undefined) return;
  throw usageError(`the flood of ${name}: ${problem}`, {
    code: "BAD_FLOOD",
    hint: "the fields are described in lib/plan/scenario.schema.json",
  });
}

function problemOf(flood: FloodSpec): string | undefined {
  const { steps, pushBytes, lineBytes } = flood;
  const peak = peakOf(steps);
  if (bytesOf(steps) === 0) return "expected a rate above 0 at some time";
  if (steps.length > mostSteps) {
    return `expected at most ${mostSteps} steps, got ${steps.length}: fewer bursts, or a shorter curve`;
  }
  if (peak > mostBytesPerSecond) {
    return `expected at most ${mostBytesPerSecond} bytes/s after scale, got ${peak}: raise --scale, or lower the rate`;
  }
  if (lineBytes > pushBytes) {
    return `expected lineBytes to be at most pushBytes, got ${lineBytes} and ${pushBytes}`;
  }
  return churnProblem(flood);
}

function churnProblem({ steps, streams, churn }: FloodSpec): string | undefined {
  if (churn === undefined) return undefined;
  const forS = steps.reduce((sum, step) => sum + step.forS, 0);
  const perTime = Math.max(1, Math.round(streams * churn.share));
  const successors = Math.ceil((forS / churn.everyS) * (perTime / streams));
  if (successors <= mostSuccessors) return undefined;
  return `churn: expected at most ${mostSuccessors} successors of a pod, got ${successors}: raise everyS or lower share`;
}
