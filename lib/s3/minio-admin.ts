import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { request } from "undici";
import { HarnessError } from "../base/errors.ts";
import { poll } from "../base/poll.ts";
import { encryptForMinio } from "./minio-encryption.ts";

export interface MinioCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The part of MinIO's admin API that creates users with a policy. Every call throws HarnessError unless it answers 200.
 */
export interface MinioAdmin {
  /** Creates or replaces a policy by name. */
  addPolicy(name: string, policy: object, signal: AbortSignal): Promise<void>;
  /** Creates or replaces a user and attaches exactly this policy. */
  addUser(user: MinioCredentials, policy: string, signal: AbortSignal): Promise<void>;
}

/**
 * Returns the admin API at `endpoint` ("http://127.0.0.1:9000"); `root` must be an administrator. Resolves once MinIO
 * has loaded its users and policies. Before that, MinIO's health check already says ready. MinIO then accepts new users
 * and policies, but overwrites them with the loaded ones (LoadIAMCache in cmd/iam-store.go). Only listings wait for the
 * loading (ListUsers in cmd/iam.go).
 */
export async function minioAdmin(
  endpoint: string,
  root: MinioCredentials,
  signal: AbortSignal,
): Promise<MinioAdmin> {
  const nothing = Buffer.alloc(0);
  await sendUntilDone({
    endpoint,
    root,
    method: "GET",
    path: "list-users",
    query: {},
    body: nothing,
    signal,
  });
  const put = (path: string, query: Record<string, string>, body: Uint8Array, inTime: AbortSignal) =>
    sendUntilDone({ endpoint, root, method: "PUT", path, query, body, signal: inTime });
  return {
    addPolicy: (name, policy, inTime) =>
      put("add-canned-policy", { name }, Buffer.from(JSON.stringify(policy)), inTime),
    addUser: async (user, policy, inTime) => {
      const account = JSON.stringify({ secretKey: user.secretAccessKey, status: "enabled" });
      const body = encryptForMinio(root.secretAccessKey, Buffer.from(account));
      await put("add-user", { accessKey: user.accessKeyId }, body, inTime);
      const query = { policyName: policy, userOrGroup: user.accessKeyId, isGroup: "false" };
      await put("set-user-or-group-policy", query, nothing, inTime);
    },
  };
}

interface AdminRequest {
  readonly endpoint: string;
  readonly root: MinioCredentials;
  readonly method: "GET" | "PUT";
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

const patienceMs = 20_000;

/**
 * MinIO's error when a retried request attaches a policy that the first, failed request already attached
 * (cmd/admin-handlers-users.go).
 */
const alreadyApplied = "PolicyChangeAlreadyApplied";

/**
 * Sends a request, and retries it while MinIO answers with a server error. Right after its start, even when ready,
 * MinIO can report an internal error or that it is not initialized (seen on a busy machine). Requests to this API are
 * idempotent, so retrying is safe.
 */
async function sendUntilDone(wanted: AdminRequest): Promise<void> {
  const { last, lastError } = await poll(
    (signal) => sendSigned({ ...wanted, signal }),
    ({ status }) => status < 500,
    { timeoutMs: patienceMs, signal: wanted.signal },
  );
  if (lastError === undefined && (last?.status === 200 || last?.text.includes(alreadyApplied))) return;
  const got = lastError ?? `${last?.status} ${last?.text.slice(0, 300)}`;
  throw new HarnessError(`MinIO's admin API ${wanted.path}: expected 200, got ${got}`, {
    code: "MINIO_ADMIN",
  });
}

interface AdminAnswer {
  readonly status: number;
  readonly text: string;
}

async function sendSigned(wanted: AdminRequest): Promise<AdminAnswer> {
  const path = `/minio/admin/v3/${wanted.path}`;
  const url = new URL(`${wanted.endpoint}${path}`);
  const signed = await signer(wanted.root).sign({
    method: wanted.method,
    protocol: url.protocol,
    hostname: url.hostname,
    path,
    query: wanted.query,
    headers: { host: url.host },
    body: wanted.body,
  });
  for (const [name, value] of Object.entries(wanted.query)) url.searchParams.set(name, value);
  const answer = await request(url, {
    method: wanted.method,
    headers: signed.headers,
    ...(wanted.method === "PUT" && { body: wanted.body }),
    signal: wanted.signal,
    // Connections are not reused: a connection to an earlier MinIO on this port would be taken for one to this MinIO.
    reset: true,
  });
  return { status: answer.statusCode, text: await answer.body.text() };
}

function signer(root: MinioCredentials): SignatureV4 {
  return new SignatureV4({
    credentials: root,
    region: "us-east-1",
    service: "s3",
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
}

/** An adapter of node:crypto to the hash interface that the signer expects. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    throw new Error("a digest is made once");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data, "utf8");
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}
