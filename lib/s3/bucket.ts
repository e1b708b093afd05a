import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { describeError, HarnessError } from "../base/errors.ts";
import type { MinioCredentials } from "./minio-admin.ts";

/** An S3 bucket's location and the credentials for reading it; the same shape as the stack's S3Access. */
export interface BucketAccess {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly forcePathStyle: boolean;
  /** The credentials for the S3 bucket; undefined means the AWS default credential chain. */
  readonly credentials: MinioCredentials | undefined;
}

export interface BucketObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/**
 * A read-only client for one S3 bucket. Every call throws HarnessError S3_REFUSED with the operation, the key and S3's
 * message.
 */
export interface BucketReader extends Disposable {
  /** Returns every object of the S3 bucket under `prefix`, in S3's order (by key), from all pages. */
  list(prefix: string, signal: AbortSignal): Promise<readonly BucketObject[]>;
  get(key: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Returns the metadata of an S3 object; undefined if the bucket has no such object. */
  head(key: string, signal: AbortSignal): Promise<BucketObject | undefined>;
}

export function openBucket(access: BucketAccess): BucketReader {
  const client = s3Client(access);
  const Bucket = access.bucket;
  return {
    list: (prefix, signal) =>
      told(`list ${Bucket}/${prefix}`, signal, () => listAll(client, { Bucket, Prefix: prefix }, signal)),
    get: (key, signal) =>
      told(`get ${Bucket}/${key}`, signal, async () => {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: key }), { abortSignal: signal });
        return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      }),
    head: (key, signal) =>
      told(`head ${Bucket}/${key}`, signal, () => headOrNone(client, { Bucket, Key: key }, signal)),
    [Symbol.dispose]: () => client.destroy(),
  };
}

/** Creates an S3 bucket. Succeeds if the same owner already has the bucket. */
export async function makeBucket(access: BucketAccess, signal: AbortSignal): Promise<void> {
  const client = s3Client(access);
  try {
    await told(`create bucket ${access.bucket}`, signal, () =>
      client.send(new CreateBucketCommand({ Bucket: access.bucket }), { abortSignal: signal }),
    );
  } catch (error) {
    if (!(error instanceof HarnessError) || !isNamed(error.cause, "BucketAlreadyOwnedByYou")) throw error;
  } finally {
    client.destroy();
  }
}

/** Returns a client for an S3 bucket's store. The client retries requests when S3 asks for a retry. */
export function s3Client(access: BucketAccess): S3Client {
  return new S3Client({
    region: access.region,
    forcePathStyle: access.forcePathStyle,
    // Not every S3-compatible store understands the checksums that S3 does not require.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
    ...(access.credentials === undefined ? {} : { credentials: access.credentials }),
  });
}

async function listAll(
  client: S3Client,
  where: { readonly Bucket: string; readonly Prefix: string },
  signal: AbortSignal,
): Promise<readonly BucketObject[]> {
  const found: BucketObject[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ ...where, ...(token === undefined ? {} : { ContinuationToken: token }) }),
      { abortSignal: signal },
    );
    for (const { Key, Size, LastModified } of page.Contents ?? [])
      found.push({ key: Key ?? "", sizeBytes: Size ?? 0, modifiedMs: LastModified?.getTime() ?? 0 });
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

async function headOrNone(
  client: S3Client,
  where: { readonly Bucket: string; readonly Key: string },
  signal: AbortSignal,
): Promise<BucketObject | undefined> {
  try {
    const { ContentLength, LastModified } = await client.send(new HeadObjectCommand(where), {
      abortSignal: signal,
    });
    return { key: where.Key, sizeBytes: ContentLength ?? 0, modifiedMs: LastModified?.getTime() ?? 0 };
  } catch (error) {
    if (isNamed(error, "NotFound") || isNamed(error, "NoSuchKey")) return undefined;
    throw error;
  }
}

async function told<T>(what: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    signal.throwIfAborted();
    throw new HarnessError(`S3 ${what}: ${describeError(cause)}`, { code: "S3_REFUSED", cause });
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof S3ServiceException && error.name === name;
}
