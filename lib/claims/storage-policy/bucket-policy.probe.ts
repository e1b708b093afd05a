import { z } from "zod";
import type { Probe } from "../../probe/probe.ts";
import { bucketPolicy, readBucketPolicy } from "../../s3/bucket-policy.ts";
import { isAws } from "./store.ts";

const bucketPolicyRecord = z.strictObject({
  bucket: z.string(),
  /** Whether AWS S3 stores the bucket. In any other store, the bucket's policies are up to the store's operator. */
  aws: z.boolean(),
  policy: bucketPolicy,
});
export type BucketPolicyRecord = z.infer<typeof bucketPolicyRecord>;

/** Reads how the bucket is encrypted, when its objects expire, and whether it can be public. */
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
