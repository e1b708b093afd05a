import { z } from "zod";
import type { Probe } from "../../probe/probe.ts";
import { readLinesSoFar } from "../../run-folder/read-strictly.ts";
import { runFiles } from "../../run-folder/run-files.ts";
import type { Stack } from "../../stack/stack.ts";
import { readCounts, type TenantCounts, tenantCounts } from "./read-counts.ts";
import { pickSamples, readSamples, sampleRead } from "./read-samples.ts";

const readBack = z.strictObject({ counts: z.array(tenantCounts), samples: z.array(sampleRead) });
export type ReadBack = z.infer<typeof readBack>;

/**
 * The line counts that each stack's ingesters returned right after the flood. No later read from the object store can
 * find more lines.
 */
export const countedByIngesters = new WeakMap<Stack, readonly TenantCounts[]>();

/**
 * Reads the flood's lines back through the gateway right after the flood ends, when ingesters still have the
 * acknowledged lines. A query that begins after the 204 must return these lines or fail, because a quorum of ingesters
 * has them and the querier queries all ingesters.
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
