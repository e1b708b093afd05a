import { z } from "zod";
import { flushAndUpload } from "../../history/flush.ts";
import type { Probe } from "../../probe/probe.ts";
import { flushOutcome } from "../../run-folder/history-record.ts";
import { readLinesSoFar } from "../../run-folder/read-strictly.ts";
import { runFiles } from "../../run-folder/run-files.ts";
import { countedByIngesters } from "./ingesters.probe.ts";
import { readCounts, tenantCounts } from "./read-counts.ts";
import { pickSamples, readSamples, sampleRead } from "./read-samples.ts";

const storeRead = z.strictObject({
  flush: flushOutcome,
  counts: z.array(tenantCounts),
  samples: z.array(sampleRead),
});
export type StoreRead = z.infer<typeof storeRead>;

/**
 * Flushes every ingester and has it upload its index. Then reads every acknowledged line, including the history, from
 * the object store alone. Runs last of the disturbing probes, because it restarts ingesters.
 */
export const storeProbe: Probe<StoreRead> = {
  id: "durability.store",
  phase: "disturbing",
  order: 100,
  record: storeRead,
  timeoutMs: 300_000,
  needs: ["storeReader", "restart"],
  planned: ({ tenants }) =>
    Object.values(tenants).some(({ flood, history }) => flood !== undefined || history !== undefined),
  async observe({ stack, plan, runDir, progress }, signal) {
    const flush = await flushAndUpload(stack, signal, progress);
    if (!flush.indexUploaded || stack.storeReader === undefined) return { flush, counts: [], samples: [] };
    const pushes = readLinesSoFar(runDir, runFiles.pushes);
    progress.say("reading everything back from the object store alone");
    const url = await stack.storeReader(signal);
    const found = countedByIngesters.get(stack);
    const counts = await readCounts(pushes, { url, runId: plan.runId, until: "complete", found, signal });
    const samples = await readSamples(pickSamples(pushes, plan.seed), { url, plan, signal });
    return { flush, counts: [...counts], samples: [...samples] };
  },
};
