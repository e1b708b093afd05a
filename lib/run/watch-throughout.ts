import { setTimeout as delay } from "node:timers/promises";
import { describeError } from "../base/errors.ts";
import type { Probe, ProbeContext } from "../probe/probe.ts";
import type { RecordEnvelope } from "../run-folder/probe-record.ts";
import { probeFile } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import { whyUnavailable } from "./observe.ts";

/**
 * Runs every `throughout` probe while `work` runs, then saves the data that each observed, even if the work fails or is
 * interrupted. Resolves and rejects as the work does.
 */
export async function watchThroughout(
  probes: readonly Probe<unknown>[],
  work: () => Promise<void>,
  { context, signal }: { readonly context: ProbeContext; readonly signal: AbortSignal },
): Promise<void> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const due = probes.filter(({ phase }) => phase === "throughout");
  const watching = Promise.all(due.map((probe) => watchAndSave(probe, context, until)));
  try {
    await work();
  } finally {
    over.abort();
    await watching;
  }
}

async function watchAndSave(probe: Probe<unknown>, context: ProbeContext, until: AbortSignal): Promise<void> {
  await writeRecord(context.runDir, probeFile(probe), await watch(probe, context, until));
}

async function watch(
  probe: Probe<unknown>,
  context: ProbeContext,
  until: AbortSignal,
): Promise<RecordEnvelope> {
  const unavailable = whyUnavailable(probe, context);
  if (unavailable !== undefined) return { status: "unavailable", probe: probe.id, why: unavailable };
  const atMs = context.clock.now();
  try {
    const seen = await Promise.race([probe.observe(context, until), tooLate(probe, until)]);
    const data = probe.record.parse(seen);
    return { status: "observed", probe: probe.id, atMs, tookMs: context.clock.now() - atMs, data };
  } catch (error) {
    return { status: "broken", probe: probe.id, why: describeError(error) };
  }
}

/** Rejects when `timeoutMs` have passed since `until` was aborted: the probe has then returned too late. */
async function tooLate({ timeoutMs }: Probe<unknown>, until: AbortSignal): Promise<never> {
  if (!until.aborted)
    await new Promise((resolve) => until.addEventListener("abort", resolve, { once: true }));
  await delay(timeoutMs, undefined, { ref: false });
  throw new Error(`it did not return within ${timeoutMs / 1000} s of the end of the run`);
}
