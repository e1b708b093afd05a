import { HarnessError } from "../base/errors.ts";
import type { Progress } from "../base/log.ts";
import { runLoad } from "../generator/run-load.ts";
import { type MetricSample, sumOf } from "../loki/metrics.ts";
import type { Plan } from "../plan/plan.ts";
import { snapshotCounters } from "../probe/counters.ts";
import { createRunFolder } from "../run-folder/create-run-folder.ts";
import { readLinesSoFar, readStrictly } from "../run-folder/read-strictly.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { Stack } from "../stack/stack.ts";
import { cpuBetween, readCpu } from "./component-cpu.ts";
import { judgeStep, type StepRecords } from "./judge-step.ts";
import { type Offer, offering } from "./knee-plan.ts";
import type { KneeStep } from "./knee-report.ts";

export interface StepContext {
  readonly plan: Plan;
  readonly stack: Stack;
  readonly k6Path: string;
  /** Folder that contains one folder of records for each step. */
  readonly stepsDir: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export type PlannedStep = Pick<KneeStep, "number" | "search" | "rate" | "confirms"> & {
  readonly offer: Offer;
};

/**
 * Offers one rate for some time and judges whether Loki held the rate. Throws only if aborted, or if the stack is gone.
 */
export async function runStep(step: PlannedStep, context: StepContext): Promise<KneeStep> {
  const { plan, stack, stepsDir, signal } = context;
  const { offer, ...known } = step;
  const offered = offering(plan, offer);
  const folder = `${String(step.number).padStart(2, "0")}-${step.search}`;
  const runDir = await createRunFolder(stepsDir, { ...offered, runId: folder });
  const before = { cpu: readCpu(plan.runId), loki: await lokiNow(stack, signal) };
  await load(offered, runDir, context);
  const after = { cpu: readCpu(plan.runId), loki: await lokiNow(stack, signal) };
  const records = readRecords(runDir);
  const { components, machineBusy, stackBusy } = cpuBetween(before.cpu, after.cpu);
  const queueSeconds = meanQueueSeconds(before.loki, after.loki);
  const flushQueue = sumOf(after.loki, "loki_ingester_flush_queue_length");
  return {
    ...known,
    forS: offer.forS,
    ...judgeStep(records, { budgets: plan.budgets, forS: offer.forS }),
    cpuSeconds: components,
    generatorCpuSeconds: records.generators.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    ...(machineBusy === undefined ? {} : { machineBusy }),
    ...(stackBusy === undefined ? {} : { stackBusy }),
    ...(queueSeconds === undefined ? {} : { queueSeconds }),
    ...(flushQueue === undefined ? {} : { flushQueue }),
  };
}

/**
 * Runs the load of a step. Does not throw if k6 fails: the generator's record shows the failure, and the step then says
 * nothing about Loki.
 */
async function load(
  plan: Plan,
  runDir: string,
  { stack, k6Path, signal, progress }: StepContext,
): Promise<void> {
  try {
    const { gatewayUrl, processTrees } = stack;
    const trees = processTrees !== undefined && { processTrees };
    await runLoad({ plan, gatewayUrl, ...trees, runDir, k6Path, signal, progress });
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== "K6_FAILED") throw error;
  }
}

/** Reads a step's records. A load script that had nothing to send leaves no file of records. */
function readRecords(runDir: string): StepRecords {
  return {
    pushes: readLinesSoFar(runDir, runFiles.pushes),
    queries: readLinesSoFar(runDir, runFiles.queries),
    generators: readStrictly(runDir, runFiles.generators),
  };
}

async function lokiNow(stack: Stack, signal: AbortSignal): Promise<readonly MetricSample[]> {
  const { members } = await snapshotCounters("step", stack.members, signal);
  return Object.values(members).flatMap(({ samples }) => samples);
}

/**
 * Returns the mean time that queries waited in a queue, from loki_query_scheduler_queue_duration_seconds
 * (pkg/scheduler/scheduler.go, 3.7.8); undefined if no query was queued.
 */
function meanQueueSeconds(
  before: readonly MetricSample[],
  after: readonly MetricSample[],
): number | undefined {
  const name = "loki_query_scheduler_queue_duration_seconds";
  const grown = (suffix: string): number =>
    (sumOf(after, `${name}${suffix}`) ?? 0) - (sumOf(before, `${name}${suffix}`) ?? 0);
  const count = grown("_count");
  return count > 0 ? grown("_sum") / count : undefined;
}
