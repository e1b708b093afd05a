import { request } from "undici";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { makeBucket } from "../../s3/bucket.ts";
import { minioAdmin } from "../../s3/minio-admin.ts";
import { s3Actions } from "../../scenario/breakage-schema.ts";
import type { Plan } from "../../scenario/plan.ts";
import { isAlive, type ProcessRef } from "../process-table.ts";
import { lastLogLines } from "../spawned.ts";
import type { S3Access } from "../stack.ts";
import type { StackState } from "./stack-state.ts";

const answerTimeoutMs = 60_000;

/** The bucket that Loki is given: the plan's, unless a breakage says another. */
export function lokiBucket(plan: Plan): string {
  return plan.breakage?.bucket ?? plan.bucket;
}

export function s3Access(state: StackState, user: keyof StackState["credentials"], bucket: string): S3Access {
  return {
    endpoint: `http://127.0.0.1:${state.topology.minioPort}`,
    region: "us-east-1",
    bucket,
    forcePathStyle: true,
    credentials: state.credentials[user],
  };
}

/** Throws HarnessError MINIO_SILENT with MinIO's own last words when it does not answer in time or ends. */
export async function awaitMinio(
  state: StackState,
  minio: { readonly process: ProcessRef; readonly logPath: string },
  signal: AbortSignal,
): Promise<void> {
  const url = `http://127.0.0.1:${state.topology.minioPort}/minio/health/ready`;
  const seen = await poll(
    async (inTime) => {
      if (!isAlive(minio.process)) return "it ended";
      const answer = await request(url, { signal: inTime });
      await answer.body.dump();
      return answer.statusCode === 200 ? "ready" : `it answered ${answer.statusCode}`;
    },
    (got) => got === "ready" || got === "it ended",
    { timeoutMs: answerTimeoutMs, intervalMs: 50, signal },
  );
  if (seen.last === "ready") return;
  const words = lastLogLines(minio.logPath, 5).join("\n");
  throw new HarnessError(
    `MinIO at ${url}: expected 200 within ${answerTimeoutMs / 1000} s, got: ${seen.last ?? seen.lastError ?? "nothing"}\n${words}`,
    { code: "MINIO_SILENT", hint: `read ${minio.logPath}` },
  );
}

/**
 * Makes the buckets as root, Loki's user with exactly the article's four actions on its bucket (fewer with a
 * breakage), and lokiproof's own user, who reads.
 */
export async function setUpMinio(state: StackState, signal: AbortSignal): Promise<void> {
  const { plan, credentials } = state;
  const given = lokiBucket(plan);
  const buckets = [...new Set([plan.bucket, given])];
  await Promise.all(buckets.map((bucket) => makeBucket(s3Access(state, "root", bucket), signal)));
  const admin = minioAdmin(s3Access(state, "root", given).endpoint ?? "", credentials.root);
  await Promise.all([
    admin.addPolicy("loki", policy(plan.breakage?.s3Actions ?? s3Actions, [given]), signal),
    admin.addPolicy("lokiproof-reader", policy(["s3:ListBucket", "s3:GetObject"], buckets), signal),
  ]);
  await admin.addUser(credentials.loki, "loki", signal);
  await admin.addUser(credentials.reader, "lokiproof-reader", signal);
}

function policy(actions: readonly string[], buckets: readonly string[]): object {
  const resources = buckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]);
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: resources }] };
}
