import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { execa } from "execa";
import { silentProgress } from "../../lib/base/log.ts";
import { poll } from "../../lib/base/poll.ts";
import { copySuites } from "../../lib/judge/copy-suites.ts";
import { runFolder } from "../../lib/judge/run-folder.fixture.ts";
import { judge } from "../../lib/judge/run-suites.ts";
import { type BucketAccess, makeBucket } from "../../lib/s3/bucket.ts";
import { type BucketPolicy, readBucketPolicy } from "../../lib/s3/bucket-policy.ts";
import { reservePorts } from "../../lib/stack/port-slot.ts";
import { provision } from "../../lib/toolchain/provision.ts";

const credentials = { accessKeyId: "minioadmin", secretAccessKey: "minioadmin" };
const bucket = "lokiproof-chunks";
const config = { compactor: { retention_enabled: true }, limits_config: { retention_period: "744h" } };

/** Returns the outcomes of the checks for an S3 bucket with this policy, as if it were on AWS. */
async function outcomes(policy: BucketPolicy): Promise<Record<string, string>> {
  await using folder = await runFolder({ config, bucket });
  await copySuites({ runDir: folder.dir, only: ["storage-policy"], userSuites: [] });
  await folder.observed("storage-policy.bucket", { bucket, aws: true, policy });
  const { checks } = await judge(folder.dir, { signal: AbortSignal.timeout(30_000) });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id.replace("storage-policy.", ""), outcome]));
}

/**
 * Starts a real MinIO with a key for SSE-KMS. MinIO supports neither bucket keys, public access blocks nor abort rules.
 */
async function withMinio(use: (access: BucketAccess) => Promise<void>): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const { minio } = await provision({ loki: "3.7.8" }, { progress: silentProgress, signal });
  const slot = await reservePorts({ count: 1 });
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-policy-"));
  const ended = new AbortController();
  const key = `policy-key:${randomBytes(32).toString("base64")}`;
  const address = `127.0.0.1:${slot.base}`;
  const server = execa(minio.path, ["server", "--quiet", "--address", address, dir], {
    env: { MINIO_KMS_SECRET_KEY: key },
    cancelSignal: ended.signal,
    reject: false,
  });
  const access = {
    endpoint: `http://${address}`,
    region: "us-east-1",
    bucket,
    forcePathStyle: true,
    credentials,
  };
  try {
    const made = await poll(
      (inTime) => makeBucket(access, inTime),
      () => true,
      { timeoutMs: 20_000, intervalMs: 200, signal },
    );
    expect(made.settled, made.lastError).to.equal(true);
    await use(access);
  } finally {
    ended.abort();
    await server;
    await slot.release();
    await rm(dir, { recursive: true, force: true });
  }
}

describe("how a real store keeps its bucket", function () {
  this.timeout(120_000);

  it("is red where nothing is set, and where a rule deletes what Loki retains", async () => {
    await withMinio(async (access) => {
      const bare = await readBucketPolicy(access, AbortSignal.timeout(20_000));
      expect(bare.encryption, "a bucket that nobody set up").to.deep.equal({ state: "not set" });
      expect(await outcomes(bare)).to.include({ encryption: "fail", lifecycle: "fail", retained: "pass" });
      const client = new S3Client({
        region: access.region,
        endpoint: access.endpoint ?? "",
        forcePathStyle: true,
        credentials,
      });
      const kms = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "policy-key" } as const;
      const encrypted = { Rules: [{ ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true }] };
      await client.send(
        new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: encrypted }),
      );
      const rule = {
        ID: "old",
        Status: "Enabled",
        Filter: { Prefix: "" },
        Expiration: { Days: 10 },
      } as const;
      await client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: bucket,
          LifecycleConfiguration: { Rules: [rule] },
        }),
      );
      client.destroy();
      const set = await readBucketPolicy(access, AbortSignal.timeout(20_000));
      expect(set.encryption).to.deep.equal({
        state: "set",
        told: { algorithm: "aws:kms", bucketKey: false },
      });
      expect(await outcomes(set)).to.include({ encryption: "fail", lifecycle: "fail", retained: "fail" });
    });
  });
});
