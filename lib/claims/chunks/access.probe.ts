import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { type Attempts, openAttempts } from "../../s3/attempt.ts";
import { ownPrefix } from "./bucket-layout.ts";

const attempt = z.strictObject({
  status: z.int().describe("0: no answer"),
  refusal: z.string().optional(),
  read: z.string().optional(),
});
export type AccessAttempt = z.infer<typeof attempt>;

const accessRecord = z.strictObject({
  bucket: z.string(),
  key: z.string(),
  text: z.string(),
  /**
   * The S3 actions that Loki's user must be able to perform on the expected bucket, in the order in which the probe
   * tries them.
   */
  put: attempt,
  list: attempt,
  get: attempt,
  delete: attempt,
  /** Whether the test object is gone after its deletion. Absent when reading or deleting the object failed. */
  goneAfterDelete: z.boolean().optional(),
  /** The S3 actions that Loki's user must not be able to perform. */
  listBuckets: attempt,
  createBucket: attempt,
  readOtherBucket: attempt,
  readPolicy: attempt,
  writePolicy: attempt,
});
export type AccessRecord = z.infer<typeof accessRecord>;

/**
 * Tries S3 actions as Loki's own S3 user: the reference deployment's four actions on a lokiproof object, and actions
 * that must be denied.
 */
export const accessProbe: Probe<AccessRecord> = {
  id: "chunks.access",
  phase: "disturbing",
  order: 112,
  record: accessRecord,
  timeoutMs: 30_000,
  needs: ["lokiS3"],
  observe: async ({ stack, plan, clock }: ProbeContext, signal) => {
    if (stack.lokiS3 === undefined)
      throw new HarnessError("lokiproof does not have Loki's S3 credentials for this stack", {
        code: "NO_LOKI_S3",
      });
    const bucket = plan.bucket;
    using loki = openAttempts({ ...stack.lokiS3, bucket }, signal);
    const key = `${ownPrefix}${plan.runId}-${clock.now()}`;
    const text = `written by lokiproof as Loki's S3 user in run ${plan.runId}`;
    return { bucket, key, text, ...(await allowed(loki, key, text)), ...(await beyond(loki, key)) };
  },
};

async function allowed(
  loki: Attempts,
  key: string,
  text: string,
): Promise<Pick<AccessRecord, "put" | "list" | "get" | "delete" | "goneAfterDelete">> {
  const put = await loki.put(key, text);
  const list = await loki.list(key);
  const get = await loki.get(key);
  const deleted = await loki.delete(key);
  const tried = { put, list, get, delete: deleted };
  if (deleted.status !== 200 || get.status !== 200) return tried;
  return { ...tried, goneAfterDelete: (await loki.get(key)).status === 404 };
}

/**
 * Tries the S3 actions that must be denied. Removes at once a bucket or policy that S3 created although it should have
 * refused.
 */
async function beyond(
  loki: Attempts,
  key: string,
): Promise<
  Pick<AccessRecord, "listBuckets" | "createBucket" | "readOtherBucket" | "readPolicy" | "writePolicy">
> {
  const other = `lokiproof-not-lokis-${key.slice(ownPrefix.length).toLowerCase()}`
    .slice(0, 63)
    .replace(/-+$/, "");
  const readOtherBucket = await loki.readBucket(other);
  const createBucket = await loki.createBucket(other);
  if (createBucket.status === 200) await loki.deleteBucket(other);
  const readPolicy = await loki.readPolicy();
  const writePolicy = await loki.writePolicy({ Version: "2012-10-17", Statement: [] });
  if (writePolicy.status === 200) await loki.deletePolicy();
  return { listBuckets: await loki.listBuckets(), createBucket, readOtherBucket, readPolicy, writePolicy };
}
