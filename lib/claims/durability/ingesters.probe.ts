import { z } from "zod";
import type { Probe } from "../../probe/probe.ts";
import { readLinesSoFar } from "../../run-folder/read-strictly.ts";
import { runFiles } from "../../run-folder/run-files.ts";
import type { Stack } from "../../stack/stack.ts";
import { readCounts, type TenantCounts, tenantCounts } from "./read-counts.ts";
import { pickSamples, readSamples, sampleRead } from "./read-samples.ts";

const readBack = z.strictObject({ counts: z.array(tenantCounts), samples: z.array(sampleRead) });
export type ReadBack = z.infer<typeof readBack>;

/** Of each stack, what its ingesters had of the flood right after it: the store will never have more. */
export const countedByIngesters = new WeakMap<Stack, readonly TenantCounts[]>();

/**
 * Reads the flood back through the gateway right after it: what was acknowledged is in the ingesters, and a query
 * begun after the 204 returns it or fails (a quorum of ingesters has it, all of them are asked).
 */
export const ingestersProbe: Probe<ReadBack> = {
  id: "durability.ingesters",
  phase: "after",
  record: readBack,
  timeoutMs: 120_000,
  planned: ({ tenants }) => Object.values(tenants).some(({ flood }) => flood !== undefined),
  async observe({ stack, plan, runDir }, signal) {
    const pushes = readLinesSoFar(runDir, runFiles.pushes).filter(({ kind }) => kind === "flood");
    const reader = { url: stack.gatewayUrl, signal };
    const counts = await readCounts(pushes, { ...reader, runId: plan.runId, until: "answer" });
    countedByIngesters.set(stack, counts);
    const samples = await readSamples(pickSamples(pushes, plan.seed), { ...reader, plan });
    return { counts: [...counts], samples: [...samples] };
  },
};
