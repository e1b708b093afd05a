import { usageError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { applyManifests } from "../../kube/apply-manifests.ts";
import type { Kube } from "../../kube/kube.ts";
import type { Plan } from "../../plan/plan.ts";
import { openBucket } from "../../s3/bucket.ts";
import { awaitPods } from "../kind/await-pods.ts";
import { newCredentials, s3Access, setUpMinio } from "../minio-users.ts";
import type { S3Access } from "../stack.ts";
import { type GivenBucket, storeManifests } from "./install-manifests.ts";
import { tunnelTo } from "./tunnel-to.ts";

export interface StoreWork {
  readonly plan: Plan;
  readonly kube: Kube;
  /** MinIO's image. */
  readonly image: string;
  readonly podsTimeoutMs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Access from this machine to the object store that holds Loki's chunks. */
export interface InstalledStore {
  readonly s3: S3Access;
  readonly lokiS3?: S3Access;
  readonly secrets: readonly string[];
}

/** Installs a MinIO in the namespace, with its S3 bucket and users. Resolves when MinIO is ready. */
export async function ownMinio(
  work: StoreWork,
  namespace: string,
  tunnels: AsyncDisposableStack,
): Promise<InstalledStore> {
  const { plan, kube, image, podsTimeoutMs, progress, signal } = work;
  const users = newCredentials();
  await applyManifests(kube, storeManifests(namespace, { runId: plan.runId, image, users }), signal);
  progress.say("waiting for MinIO");
  await awaitPods({ kube, namespace, timeoutMs: podsTimeoutMs, patient: false, progress, signal });
  const labels = { "app.kubernetes.io/name": "minio" };
  const endpoint = await tunnelTo(work, { namespace, labels, port: 9000 }, tunnels);
  const minio = { endpoint, credentials: users };
  await setUpMinio(plan, minio, signal);
  return {
    s3: s3Access(minio, "reader", plan.bucket),
    lokiS3: s3Access(minio, "loki", plan.breakage?.bucket ?? plan.bucket),
    secrets: Object.values(users).map(({ secretAccessKey }) => secretAccessKey),
  };
}

/**
 * Returns access to the user's S3 bucket. Throws usageError if the bucket is not empty, because lokiproof must not mix
 * its objects with the user's.
 */
export async function givenStore(
  { plan, signal }: Pick<StoreWork, "plan" | "signal">,
  { region }: GivenBucket,
): Promise<InstalledStore> {
  const s3 = {
    endpoint: undefined,
    region,
    bucket: plan.bucket,
    forcePathStyle: false,
    credentials: undefined,
  };
  using bucket = openBucket(s3);
  const [first] = await bucket.list("", signal);
  if (first === undefined) return { s3, secrets: [] };
  throw usageError(`bucket ${plan.bucket}: expected an empty one, got objects in it (${first.key}, ...)`, {
    code: "BUCKET_IN_USE",
    hint: "name a bucket made for this: --bucket NAME",
  });
}
