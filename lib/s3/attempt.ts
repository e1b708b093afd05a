import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { describeError } from "../base/errors.ts";
import type { BucketAccess } from "./bucket.ts";

/**
 * The result of one request: S3's HTTP status (0: no answer) and, if it failed, S3's error code or why there is no
 * answer.
 */
export interface Attempt {
  readonly status: number;
  readonly refusal?: string;
  /** The data that a successful read request returned: an object's text, or the keys of a listing, one per line. */
  readonly read?: string;
}

/**
 * A client for S3 requests that S3 is expected to refuse. The client returns every answer, refusals included. Only the
 * caller's abort is thrown.
 */
export interface Attempts extends Disposable {
  list(prefix: string): Promise<Attempt>;
  put(key: string, text: string): Promise<Attempt>;
  get(key: string): Promise<Attempt>;
  delete(key: string): Promise<Attempt>;
  listBuckets(): Promise<Attempt>;
  createBucket(bucket: string): Promise<Attempt>;
  deleteBucket(bucket: string): Promise<Attempt>;
  readBucket(bucket: string): Promise<Attempt>;
  readPolicy(): Promise<Attempt>;
  /** Writes an S3 bucket policy that grants nobody any new right. */
  writePolicy(policy: object): Promise<Attempt>;
  deletePolicy(): Promise<Attempt>;
}

export function openAttempts(access: BucketAccess, abortSignal: AbortSignal): Attempts {
  const client = clientOf(access);
  const Bucket = access.bucket;
  const options = { abortSignal };
  const list = async (where: { Bucket: string; Prefix?: string }): Promise<string> => {
    const page = await client.send(new ListObjectsV2Command({ ...where, MaxKeys: 10 }), options);
    return (page.Contents ?? []).map(({ Key }) => Key).join("\n");
  };
  const tried = (work: () => Promise<unknown>): Promise<Attempt> => attempt(work, abortSignal);
  return {
    list: (Prefix) => tried(() => list({ Bucket, Prefix })),
    put: (Key, Body) => tried(() => client.send(new PutObjectCommand({ Bucket, Key, Body }), options)),
    get: (Key) =>
      tried(async () => {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key }), options);
        return (await answer.Body?.transformToString()) ?? "";
      }),
    delete: (Key) => tried(() => client.send(new DeleteObjectCommand({ Bucket, Key }), options)),
    listBuckets: () =>
      tried(async () => {
        const answer = await client.send(new ListBucketsCommand({}), options);
        return (answer.Buckets ?? []).map(({ Name }) => Name).join("\n");
      }),
    createBucket: (name) => tried(() => client.send(new CreateBucketCommand({ Bucket: name }), options)),
    deleteBucket: (name) => tried(() => client.send(new DeleteBucketCommand({ Bucket: name }), options)),
    readBucket: (name) => tried(() => list({ Bucket: name })),
    readPolicy: () =>
      tried(async () => (await client.send(new GetBucketPolicyCommand({ Bucket }), options)).Policy ?? ""),
    writePolicy: (policy) =>
      tried(() =>
        client.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }), options),
      ),
    deletePolicy: () => tried(() => client.send(new DeleteBucketPolicyCommand({ Bucket }), options)),
    [Symbol.dispose]: () => client.destroy(),
  };
}

/**
 * Returns an S3 client that sends each request once. A refusal is a valid answer here, and retries would only take
 * time.
 */
function clientOf(access: BucketAccess): S3Client {
  return new S3Client({
    region: access.region,
    forcePathStyle: access.forcePathStyle,
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
    ...(access.credentials === undefined ? {} : { credentials: access.credentials }),
  });
}

async function attempt(work: () => Promise<unknown>, signal: AbortSignal): Promise<Attempt> {
  try {
    const read = await work();
    return typeof read === "string" ? { status: 200, read } : { status: 200 };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof S3ServiceException)) return { status: 0, refusal: describeError(error) };
    return { status: error.$metadata.httpStatusCode ?? 0, refusal: error.name };
  }
}
