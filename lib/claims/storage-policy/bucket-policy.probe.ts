import { z } from "zod";
import type { Probe } from "../../probe/probe.ts";
import { bucketPolicy, readBucketPolicy } from "../../s3/bucket-policy.ts";
import { isAws } from "./store.ts";

const bucketPolicyRecord = z.strictObject({
  bucket: z.string(),
  /** Kept by AWS S3; elsewhere it is up to the store's operator. */
  aws: z.boolean(),
  policy: bucketPolicy,
});
export type BucketPolicyRecord = z.infer<typeof bucketPolicyRecord>;

/** How the bucket is encrypted, what becomes of what lies in it, and whether it can be public. */
export const bucketPolicyProbe: Probe<BucketPolicyRecord> = {
  id: "storage-policy.bucket",
  phase: "before",
  record: bucketPolicyRecord,
  timeoutMs: 20_000,
  observe: async ({ stack, plan }, signal) => ({
    bucket: plan.bucket,
    aws: isAws(stack.s3),
    policy: await readBucketPolicy({ ...stack.s3, bucket: plan.bucket }, signal),
  }),
};
