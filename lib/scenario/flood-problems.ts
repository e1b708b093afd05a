import { usageError } from "../base/errors.ts";
import { bytesOf } from "./flood-curve.ts";
import type { FloodSpec } from "./flood-schema.ts";
import { mostSuccessors } from "./stream-numbers.ts";

/** Throws usageError for a flood that its schema allows and that cannot be run. `name` is whose it is. */
export function refuseBadFlood(name: string, flood: FloodSpec): FloodSpec {
  const problem = problemOf(flood);
  if (problem === undefined) return flood;
  throw usageError(`the flood of ${name}: ${problem}`, {
    code: "BAD_FLOOD",
    hint: "the fields are described in lib/scenario/scenario.schema.json",
  });
}

function problemOf({ steps, streams, churn }: FloodSpec): string | undefined {
  if (bytesOf(steps) === 0) return "expected a rate above 0 at some time";
  if (churn === undefined) return undefined;
  const forS = steps.reduce((sum, step) => sum + step.forS, 0);
  const perTime = Math.max(1, Math.round(streams * churn.share));
  const successors = Math.ceil((forS / churn.everyS) * (perTime / streams));
  if (successors <= mostSuccessors) return undefined;
  return `churn: expected at most ${mostSuccessors} successors of a pod, got ${successors}: raise everyS or lower share`;
}
