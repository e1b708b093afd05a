import pLimit from "p-limit";
import type { Phase, Probe, ProbeContext } from "../probe/probe.ts";
import type { RecordEnvelope } from "../run-folder/probe-record.ts";
import { seriesFile } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import { observe, observeAndSave } from "./observe.ts";

/**
 * The number of non-disturbing probes that run at the same time. It is small because the machine is needed for Loki and
 * the load.
 */
const sideBySide = 4;
/** The interval between two observations of a `during` probe, one that observes repeatedly during the load. */
const duringIntervalMs = 2_000;

/**
 * Runs every probe of a phase and saves the data that each observed. Disturbing probes run one at a time, in their
 * order.
 */
export async function runPhase(
  phase: Exclude<Phase, "during" | "throughout">,
  probes: readonly Probe<unknown>[],
  options: { readonly context: ProbeContext; readonly signal: AbortSignal },
): Promise<void> {
  const due = inOrder(probes.filter((probe) => probe.phase === phase));
  const limit = pLimit(phase === "disturbing" ? 1 : sideBySide);
  const { context, signal } = options;
  await Promise.all(
    due.map((probe) =>
      limit(() => {
        context.progress.say(probe.id);
        return observeAndSave(probe, context, signal);
      }),
    ),
  );
}

/**
 * Observes every `during` probe repeatedly until `load` settles, then saves each series of observations. Returns the
 * load's result.
 */
export async function runDuring<T>(
  probes: readonly Probe<unknown>[],
  load: Promise<T>,
  options: { readonly context: ProbeContext; readonly signal: AbortSignal },
): Promise<T> {
  const over = new AbortController();
  const until = AbortSignal.any([options.signal, over.signal]);
  const due = probes.filter((probe) => probe.phase === "during");
  const watching = Promise.all(due.map((probe) => watch(probe, options.context, until)));
  try {
    return await load;
  } finally {
    over.abort();
    await watching;
  }
}

async function watch(probe: Probe<unknown>, context: ProbeContext, until: AbortSignal): Promise<void> {
  const series: RecordEnvelope[] = [];
  while (!until.aborted) {
    try {
      series.push(await observe(probe, context, until));
      await context.clock.sleep(duringIntervalMs, until);
    } catch (error) {
      if (!until.aborted) throw error;
    }
  }
  await writeRecord(context.runDir, seriesFile(probe), series);
}

function inOrder(probes: readonly Probe<unknown>[]): readonly Probe<unknown>[] {
  return [...probes].sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.id < b.id ? -1 : 1));
}
