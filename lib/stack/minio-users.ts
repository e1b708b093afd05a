import { randomBytes } from "node:crypto";
import { z } from "zod";
import { lokiS3Actions } from "../plan/breakage-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { makeBucket } from "../s3/bucket.ts";
import { minioAdmin } from "../s3/minio-admin.ts";
import type { S3Access } from "./stack.ts";

const user = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

/**
 * Credentials of MinIO's administrator, of Loki's user (the four S3 actions in `lokiS3Actions`), and of lokiproof's own
 * user, which only reads.
 */
export const minioCredentials = z.object({ root: user, loki: user, reader: user });
export type MinioUsers = z.infer<typeof minioCredentials>;

/**
 * A MinIO that a stack started. `endpoint` is the URL at which lokiproof reaches it, such as "http://127.0.0.1:20001".
 */
export interface StackMinio {
  readonly endpoint: string;
  readonly credentials: MinioUsers;
}

/** Returns new random MinIO credentials for one run. */
export function newCredentials(): MinioUsers {
  return { root: randomUser("root"), loki: randomUser("loki"), reader: randomUser("reader") };
}

function randomUser(name: string): z.infer<typeof user> {
  return {
    accessKeyId: `${name}-${randomBytes(6).toString("hex")}`,
    secretAccessKey: randomBytes(20).toString("hex"),
  };
}

/**
 * Returns the name of the S3 bucket in Loki's config: the plan's, unless a breakage (a deliberate fault) sets another.
 */
export function lokiBucket(plan: Plan): string {
  return plan.breakage?.bucket ?? plan.bucket;
}

export function s3Access(minio: StackMinio, name: keyof MinioUsers, bucket: string): S3Access {
  return {
    endpoint: minio.endpoint,
    region: "us-east-1",
    bucket,
    forcePathStyle: true,
    credentials: minio.credentials[name],
  };
}

/**
 * Creates the S3 buckets as MinIO's administrator, and the users of Loki and lokiproof. Loki's user gets exactly
 * `lokiS3Actions` on its bucket, unless a breakage (a deliberate fault) sets other actions. lokiproof's user can only
 * read.
 */
export async function setUpMinio(plan: Plan, minio: StackMinio, signal: AbortSignal): Promise<void> {
  const { credentials } = minio;
  const given = lokiBucket(plan);
  const buckets = [...new Set([plan.bucket, given])];
  await Promise.all(buckets.map((bucket) => makeBucket(s3Access(minio, "root", bucket), signal)));
  const admin = await minioAdmin(minio.endpoint, credentials.root, signal);
  await admin.addPolicy("loki", policy(plan.breakage?.s3Actions ?? lokiS3Actions, [given]), signal);
  await admin.addPolicy("lokiproof-reader", policy(["s3:ListBucket", "s3:GetObject"], buckets), signal);
  await admin.addUser(credentials.loki, "loki", signal);
  await admin.addUser(credentials.reader, "lokiproof-reader", signal);
}

function policy(actions: readonly string[], buckets: readonly string[]): object {
  const resources = buckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]);
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: resources }] };
}
