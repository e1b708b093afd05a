import { rm } from "node:fs/promises";
import { describeError, HarnessError, usageError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { applyManifests } from "../../kube/apply-manifests.ts";
import { type Kube, openKube } from "../../kube/kube.ts";
import { freezeKubeconfig, type KubeContext } from "../../kube/kubeconfig.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import { listPods } from "../../kube/pods.ts";
import { openBucket } from "../../s3/bucket.ts";
import type { Plan } from "../../scenario/plan.ts";
import { awaitRings } from "../await-rings.ts";
import { openJournal, readJournal } from "../journal.ts";
import { awaitPods } from "../kind/await-pods.ts";
import { minioImage } from "../kind/image-archives.ts";
import { installChart } from "../kind/install-loki.ts";
import { findMembers } from "../kind/kind-members.ts";
import { kindRelease } from "../kind/kind-release.ts";
import { makeRunRoot } from "../make-run-root.ts";
import { newCredentials, s3Access, setUpMinio } from "../minio-users.ts";
import { componentLabel } from "../release.ts";
import { type RunPaths, runPaths } from "../run-paths.ts";
import type { S3Access, StackProvider } from "../stack.ts";
import {
  type GivenBucket,
  installedRelease,
  installSurroundings,
  minioManifests,
  namespaceManifest,
  ownNamespaceOf,
} from "./install-manifests.ts";
import { InstalledStack } from "./installed-stack.ts";
import { selectorOf } from "./mapping.ts";
import { deleteNamespace } from "./remove-namespace.ts";

export interface InstallOptions extends KubeContext {
  /** A bucket of the user's, the plan's by name; absent: a MinIO of ours in the same namespace. */
  readonly bucket?: GivenBucket;
}

interface How {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const podsTimeoutMs = 600_000;
const ringsTimeoutMs = 120_000;

/** The chart in a namespace of our own, in a cluster that the user names; removed with the stack. */
export function installProvider(options: InstallOptions): StackProvider {
  const around = (plan: Plan) => installSurroundings(ownNamespaceOf(plan.runId), options.bucket);
  return {
    name: "cluster",
    check: async (plan, how) => {
      await kindRelease(plan, how, around(plan));
    },
    up: async (plan, how) => {
      const { tools, archives, release } = await kindRelease(plan, how, around(plan));
      const prepared = { helm: tools.helm.path, release };
      const paths = runPaths(plan.runId);
      await makeRunRoot(paths);
      const kube = await openKube(await freezeKubeconfig(options, paths.kubeconfig));
      const work: Work = { plan, kube, paths, options, image: minioImage(archives), ...how };
      try {
        return await install(work, prepared);
      } catch (error) {
        await remove(work).catch((left: unknown) => {
          how.progress.warn(`not all of it could be removed: ${describeError(left)}; next: lokiproof sweep`);
        });
        throw error;
      }
    },
  };
}

interface Work extends How {
  readonly plan: Plan;
  readonly kube: Kube;
  readonly paths: RunPaths;
  readonly options: InstallOptions;
  readonly image: string;
}

async function install(work: Work, prepared: Parameters<typeof installChart>[1]): Promise<InstalledStack> {
  const { plan, kube, paths, options, progress, signal } = work;
  const namespace = ownNamespaceOf(plan.runId);
  await requireNew(work, namespace);
  const { kubeconfig, context } = kube;
  openJournal(paths.journal).write({ kind: "namespace", name: namespace, kubeconfig, context });
  progress.say(`making namespace ${namespace}`);
  await applyManifests(kube, [namespaceManifest(namespace, plan.runId)], signal);
  await using tunnels = new AsyncDisposableStack();
  const store =
    options.bucket === undefined
      ? await ownMinio(work, namespace, tunnels)
      : await given(work, options.bucket);
  const state = { plan, namespace, release: installedRelease };
  await installChart({ kube, state, paths, progress, signal }, prepared);
  await awaitPods({ kube, namespace, timeoutMs: podsTimeoutMs, patient: false, progress, signal });
  const found = await findMembers(kube, state, { tunnels, signal });
  progress.say("waiting for the rings");
  await awaitRings(found.members, {
    timeoutMs: ringsTimeoutMs,
    intervalMs: 1000,
    brokenMembers: [],
    ended: () => false,
    signal,
  });
  const gatewayUrl = await tunnelTo(
    work,
    { namespace, labels: { [componentLabel]: "gateway" }, port: 8080 },
    tunnels,
  );
  return new InstalledStack({
    ...state,
    ...store,
    kube,
    found,
    gatewayUrl,
    tunnels: tunnels.move(),
    remove: () => remove(work),
  });
}

/** Two runs never have the same name; what has it all the same is somebody's. */
async function requireNew({ kube, signal }: Work, namespace: string): Promise<void> {
  const pods = await listPods(kube, { namespace, signal });
  if (pods.length === 0) return;
  throw usageError(
    `namespace ${namespace} (context ${kube.context}): expected none, got one with ${pods.length} pods`,
    {
      code: "NAMESPACE_TAKEN",
      hint: `kubectl --context ${kube.context} get namespace ${namespace} --show-labels`,
    },
  );
}

interface Store {
  readonly s3: S3Access;
  readonly lokiS3?: S3Access;
  readonly secrets: readonly string[];
}

async function ownMinio(work: Work, namespace: string, tunnels: AsyncDisposableStack): Promise<Store> {
  const { plan, kube, image, progress, signal } = work;
  const users = newCredentials();
  await applyManifests(kube, minioManifests(namespace, { runId: plan.runId, image, users }), signal);
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

/** Throws usageError for a bucket that holds anything: what is there is not ours to mix with. */
async function given({ plan, signal }: Work, { region }: GivenBucket): Promise<Store> {
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

async function tunnelTo(
  { kube, signal }: Work,
  {
    namespace,
    labels,
    port,
  }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly port: number },
  tunnels: AsyncDisposableStack,
): Promise<string> {
  const [pod] = await listPods(kube, { namespace, labels: selectorOf(labels), signal });
  if (pod === undefined) {
    throw new HarnessError(`namespace ${namespace}: expected a pod with ${selectorOf(labels)}, got none`, {
      code: "NO_POD",
    });
  }
  return tunnels.use(await openTunnel(kube, { namespace, port, podName: () => pod.name })).url;
}

/** The namespace and all in it, where it came to that, then the run's folder, which is what `sweep` would go by. */
async function remove({ plan, kube, paths }: Work): Promise<void> {
  const made = readJournal(paths.journal).some(({ kind }) => kind === "namespace");
  if (made) await deleteNamespace(kube, ownNamespaceOf(plan.runId), plan.runId);
  await rm(paths.root, { recursive: true, force: true, maxRetries: 3 });
}
