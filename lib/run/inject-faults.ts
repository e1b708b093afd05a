import { describeError, HarnessError } from "../base/errors.ts";
import { pause } from "../faults/pause.ts";
import { throttle } from "../faults/throttle.ts";
import { generatorsOf, loadBegins } from "../generator/generator-processes.ts";
import { describeFault, type Fault } from "../plan/fault-schema.ts";
import type { ProbeContext } from "../probe/probe.ts";
import type { FaultRecord } from "../run-folder/fault-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";

/**
 * Injects the plan's faults while `load` runs and returns the load's result. Each fault is lifted on time, at the
 * latest when the load ends. The outcome of each fault is saved in records/faults.json. A fault that could not be
 * injected does not stop the load; the fault's check reports the failure.
 */
export async function withFaults<T>(
  load: Promise<T>,
  options: { readonly context: ProbeContext; readonly signal: AbortSignal },
): Promise<T> {
  const { context } = options;
  if (context.plan.faults.length === 0) return load;
  const over = new AbortController();
  const injecting = injectAll(context, AbortSignal.any([options.signal, over.signal]));
  try {
    return await load;
  } finally {
    over.abort(new HarnessError("the load was over", { code: "LOAD_OVER" }));
    await writeRecord(context.runDir, runFiles.faults, [...(await injecting)]);
  }
}

async function injectAll(context: ProbeContext, signal: AbortSignal): Promise<readonly FaultRecord[]> {
  const began = loadBegins(context.runDir, signal);
  return Promise.all(context.plan.faults.map((fault) => injectOne(fault, began, { context, signal })));
}

async function injectOne(
  fault: Fault,
  began: Promise<boolean>,
  { context, signal }: { readonly context: ProbeContext; readonly signal: AbortSignal },
): Promise<FaultRecord> {
  const { clock, progress } = context;
  const planned = { fault: describeFault(fault), atS: fault.atS, forS: fault.forS };
  let injectedMs: number | undefined;
  try {
    if (!(await began)) throw new HarnessError("the load did not begin", { code: "NO_LOAD" });
    await clock.sleep(fault.atS * 1000, signal);
    {
      using _ = inject(fault, context);
      injectedMs = clock.now();
      progress.say(planned.fault);
      await clock.sleep(fault.forS * 1000, signal);
    }
    return { ...planned, injectedMs, liftedMs: clock.now() };
  } catch (error) {
    if (injectedMs !== undefined) return { ...planned, injectedMs, liftedMs: clock.now() };
    return { ...planned, error: describeError(error) };
  }
}

function inject(fault: Fault, { stack, plan }: ProbeContext): Disposable {
  if ("throttle" in fault) return throttle(generatorsOf(plan.runId), fault.cores);
  if ("stall" in fault) return pause(generatorsOf(plan.runId));
  if (stack.pause !== undefined) return stack.pause(fault.pause);
  throw new HarnessError(`the ${stack.provider} stack cannot pause a component here`, { code: "NO_PAUSE" });
}
