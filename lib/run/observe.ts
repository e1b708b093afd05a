import { describeError } from "../base/errors.ts";
import { hasOwnLimits } from "../plan/may-write.ts";
import type { Probe, ProbeContext } from "../probe/probe.ts";
import type { RecordEnvelope } from "../run-folder/probe-record.ts";
import { probeFile } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";

/** Runs one probe once, with the probe's own timeout. Throws only when the run itself is aborted. */
export async function observe(
  probe: Probe<unknown>,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<RecordEnvelope> {
  const unavailable = whyUnavailable(probe, context);
  if (unavailable !== undefined) return { status: "unavailable", probe: probe.id, why: unavailable };
  const atMs = context.clock.now();
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(probe.timeoutMs)]);
  try {
    const data = probe.record.parse(await probe.observe(context, bounded));
    return { status: "observed", probe: probe.id, atMs, tookMs: context.clock.now() - atMs, data };
  } catch (error) {
    signal.throwIfAborted();
    const why = bounded.aborted ? `no observation within ${probe.timeoutMs / 1000} s` : describeError(error);
    return { status: "broken", probe: probe.id, why };
  }
}

/** Returns why the probe does not run, or undefined if it runs. */
export function whyUnavailable(probe: Probe<unknown>, { stack, plan }: ProbeContext): string | undefined {
  const lacking = (probe.needs ?? []).filter((ability) => stack[ability] === undefined);
  if (lacking.length > 0) return `the ${stack.provider} stack cannot do it here (${lacking.join(", ")})`;
  if (probe.planned?.(plan) === false) return "the plan does not ask for it";
  const others = (probe.limitsOf ?? []).filter((tenant) => !hasOwnLimits(plan, tenant));
  if (others.length > 0)
    return `${others.join(", ")}: this cluster's limits, not the small ones that this would reach`;
  return undefined;
}

/** Runs one probe and saves its record. */
export async function observeAndSave(
  probe: Probe<unknown>,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<void> {
  const envelope = await observe(probe, context, signal);
  await writeRecord(context.runDir, probeFile(probe), envelope);
  if (envelope.status === "broken") context.progress.warn(`${probe.id}: ${envelope.why}`);
}
