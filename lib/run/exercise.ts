import { type Progress, silentProgress } from "../base/log.ts";
import { allProbes } from "../claims/all.ts";
import { runLoad } from "../generator/run-load.ts";
import { flushAndUpload } from "../history/flush.ts";
import { writeHistory } from "../history/write-history.ts";
import type { Phase, ProbeContext } from "../probe/probe.ts";
import type { CountersJournal } from "./counters-journal.ts";
import { withFaults } from "./inject-faults.ts";
import { runDuring, runPhase } from "./phases.ts";
import { type ClusterGenerators, placeGenerators } from "./place-generators.ts";
import type { RunLog } from "./run-log.ts";
import { watchThroughout } from "./watch-throughout.ts";

export interface Exercise {
  readonly context: Omit<ProbeContext, "progress">;
  readonly counters: CountersJournal;
  readonly log: RunLog;
  readonly signal: AbortSignal;
  readonly k6Path: string;
  readonly generators: ClusterGenerators | undefined;
}

/** Runs all phases of a run against a running stack, while the `throughout` probes watch. */
export async function exercise(options: Exercise): Promise<void> {
  const { context, signal } = options;
  const watched = { context: { ...context, progress: silentProgress }, signal };
  await watchThroughout(allProbes, () => runPhases(options), watched);
}

/** Runs the phases of a run one after the other and saves Loki's counters at each boundary. */
async function runPhases(options: Exercise): Promise<void> {
  const { counters, context, signal, log } = options;
  const boundary = (name: string): Promise<void> => counters.take(name, context.stack.members, signal);
  // Ingesters are flushed first, because data of an earlier run in their memory does not belong to this run.
  if (context.stack.attached === true) {
    await log.phase("flush", (progress) => flushAndUpload(context.stack, signal, progress));
  }
  await boundary("ready");
  // The history is written before the first query: an index gateway that already knows a day may see new index files of
  // that day up to a minute later.
  await log.phase("history", (progress) => writeHistory({ ...context, signal, progress }));
  await log.phase("before", (progress) => probe("before", options, progress));
  await boundary("load-start");
  await log.phase("load", (progress) => load(options, progress));
  await boundary("load-end");
  await log.phase("after", (progress) => probe("after", options, progress));
  await boundary("after");
  await log.phase("disturbing", (progress) => probe("disturbing", options, progress));
  await boundary("end");
}

async function probe(
  phase: Exclude<Phase, "during" | "throughout">,
  options: Exercise,
  progress: Progress,
): Promise<void> {
  const { context, signal } = options;
  await runPhase(phase, allProbes, { context: { ...context, progress }, signal });
}

async function load(options: Exercise, progress: Progress): Promise<void> {
  const { context, signal, k6Path } = options;
  const { plan, runDir, stack } = context;
  const where = await placeGenerators(options.generators, { stack, plan, signal });
  const running = runLoad({ plan, runDir, k6Path, signal, progress, ...where });
  const faulted = withFaults(running, { context: { ...context, progress }, signal });
  await runDuring(allProbes, faulted, { context: { ...context, progress }, signal });
}
