import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { describeError } from "../base/errors.ts";
import { type BucketAccess, s3Client } from "./bucket.ts";
import { lifecycleRule, lifecycleRuleOf } from "./lifecycle-rule.ts";

/** Returns the schema for one setting of an S3 bucket: its value, or the reason why no value was read. */
function answer<Told extends z.ZodType>(told: Told) {
  return z.discriminatedUnion("state", [
    z.strictObject({ state: z.literal("set"), told }),
    z.strictObject({ state: z.literal("not set") }),
    /** State of a bucket setting that the AWS role lacks the permission to read. */
    z.strictObject({ state: z.literal("refused"), why: z.string() }),
    /** State of a bucket setting that the S3 store does not support, or about which the store did not answer. */
    z.strictObject({ state: z.literal("not answered"), why: z.string() }),
  ]);
}
export type PolicyAnswer<Told> =
  | { readonly state: "set"; readonly told: Told }
  | { readonly state: "not set" }
  | { readonly state: "refused" | "not answered"; readonly why: string };

export const bucketPolicy = z.strictObject({
  encryption: answer(z.strictObject({ algorithm: z.string(), bucketKey: z.boolean() })),
  lifecycle: answer(z.array(lifecycleRule).min(1)),
  /** The settings of the S3 bucket's public access block that are switched on. */
  publicAccess: answer(z.strictObject({ on: z.array(z.string()) })),
});
export type BucketPolicy = z.infer<typeof bucketPolicy>;

/**
 * Reads an S3 bucket's encryption, lifecycle and public access settings. Writes nothing. A refusal is recorded, not
 * thrown; only the caller's abort is thrown.
 */
export async function readBucketPolicy(access: BucketAccess, signal: AbortSignal): Promise<BucketPolicy> {
  const client = s3Client(access);
  try {
    return {
      encryption: await asked(signal, () => encryptionOf(client, access.bucket, signal)),
      lifecycle: await asked(signal, () => lifecycleOf(client, access.bucket, signal)),
      publicAccess: await asked(signal, () => publicAccessOf(client, access.bucket, signal)),
    };
  } finally {
    client.destroy();
  }
}

async function encryptionOf(client: S3Client, Bucket: string, abortSignal: AbortSignal) {
  const found = await client.send(new GetBucketEncryptionCommand({ Bucket }), { abortSignal });
  const rule = found.ServerSideEncryptionConfiguration?.Rules?.[0];
  const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  return algorithm === undefined ? undefined : { algorithm, bucketKey: rule?.BucketKeyEnabled === true };
}

async function lifecycleOf(client: S3Client, Bucket: string, abortSignal: AbortSignal) {
  const found = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), { abortSignal });
  const rules = (found.Rules ?? []).map(lifecycleRuleOf);
  return rules.length === 0 ? undefined : rules;
}

/** All settings of an S3 bucket's public access block. */
export const publicAccessBlocks = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
] as const;

async function publicAccessOf(client: S3Client, Bucket: string, abortSignal: AbortSignal) {
  const found = await client.send(new GetPublicAccessBlockCommand({ Bucket }), { abortSignal });
  const set = found.PublicAccessBlockConfiguration;
  return set && { on: publicAccessBlocks.filter((name) => set[name] === true) };
}

/** S3's error codes for a setting that does not exist. Stores that do not support the setting answer 501 or 405. */
const notSet = new Set([
  "ServerSideEncryptionConfigurationNotFoundError",
  "NoSuchLifecycleConfiguration",
  "NoSuchPublicAccessBlockConfiguration",
]);

async function asked<Told>(
  signal: AbortSignal,
  ask: () => Promise<Told | undefined>,
): Promise<PolicyAnswer<Told>> {
  try {
    const told = await ask();
    return told === undefined ? { state: "not set" } : { state: "set", told };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof S3ServiceException && notSet.has(error.name)) return { state: "not set" };
    const refused = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
    return { state: refused ? "refused" : "not answered", why: describeError(error) };
  }
}
