import { describeError } from "../base/errors.ts";
import { readCounts } from "../claims/durability/read-counts.ts";
import { pickSamples, readSamples, type SampleRead } from "../claims/durability/read-samples.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import type { ReadAgain } from "./judge-verification.ts";
import type { SavedRun } from "./saved-run.ts";

export interface ReadAgainOptions {
  /** Base URL of the gateway from which an earlier run's lines are read back, without a trailing slash. */
  readonly url: string;
  /** Time during which missing lines are read again; default: 30 s. */
  readonly patienceMs?: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Counts the run's lines, stream by stream, and reads its sampled pushes, bypassing every cache. A failed read is an
 * observation; throws only if aborted.
 */
export async function readAgain({ plan, pushes }: SavedRun, options: ReadAgainOptions): Promise<ReadAgain> {
  const counts = await readCounts(pushes, { ...options, runId: plan.runId, until: "complete" });
  const samples: SampleRead[] = [];
  const problems: string[] = [];
  for (const sample of pickSamples(pushes, plan.seed)) {
    try {
      samples.push(...(await readSamples([sample], { ...options, plan })));
    } catch (error) {
      options.signal.throwIfAborted();
      problems.push(`${describePush(sample)}: ${describeError(error)}`);
    }
  }
  return { counts, samples, problems };
}

function describePush({ tenant, stream, firstSequence }: PushRecord): string {
  return `${tenant} stream ${stream} from entry ${firstSequence}`;
}
