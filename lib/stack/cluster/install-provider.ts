import { rm } from "node:fs/promises";
import { describeError, usageError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { applyManifests } from "../../kube/apply-manifests.ts";
import { type Kube, openKube } from "../../kube/kube.ts";
import { freezeKubeconfig, type KubeContext } from "../../kube/kubeconfig.ts";
import type { Plan } from "../../scenario/plan.ts";
import { awaitRings } from "../await-rings.ts";
import { openJournal, readJournal } from "../journal.ts";
import { awaitPods } from "../kind/await-pods.ts";
import { minioImage } from "../kind/image-archives.ts";
import { installChart } from "../kind/install-loki.ts";
import { findMembers } from "../kind/kind-members.ts";
import { kindRelease } from "../kind/kind-release.ts";
import { makeRunRoot } from "../make-run-root.ts";
import { componentLabel } from "../release.ts";
import { type RunPaths, runPaths } from "../run-paths.ts";
import type { StackProvider } from "../stack.ts";
import {
  type GivenBucket,
  installedRelease,
  installSurroundings,
  namespaceManifest,
  ownNamespaceOf,
} from "./install-manifests.ts";
import { givenStore, ownMinio } from "./install-store.ts";
import { InstalledStack } from "./installed-stack.ts";
import { namespaceLabels } from "./namespace-labels.ts";
import { deleteNamespace } from "./remove-namespace.ts";
import { tunnelTo } from "./tunnel-to.ts";

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
      const work = { plan, paths, bucket: options.bucket, image: minioImage(archives), ...how };
      let kube: Kube | undefined;
      try {
        kube = await openKube(await freezeKubeconfig(options, paths.kubeconfig));
        return await install({ ...work, kube }, prepared);
      } catch (error) {
        await remove({ ...work, kube }).catch((left: unknown) => {
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
  readonly bucket: GivenBucket | undefined;
  readonly image: string;
}

async function install(work: Work, prepared: Parameters<typeof installChart>[1]): Promise<InstalledStack> {
  const { plan, kube, paths, bucket, progress, signal } = work;
  const namespace = ownNamespaceOf(plan.runId);
  await requireNew(work, namespace);
  const { kubeconfig, context } = kube;
  const journal = openJournal(paths.journal);
  journal.write({ kind: "namespace", name: namespace, kubeconfig, context });
  progress.say(`making namespace ${namespace}`);
  await applyManifests(kube, [namespaceManifest(namespace, plan.runId)], signal);
  await using tunnels = new AsyncDisposableStack();
  const store =
    bucket === undefined
      ? await ownMinio({ ...work, podsTimeoutMs }, namespace, tunnels)
      : await givenStore(work, bucket);
  const state = { plan, namespace, release: installedRelease };
  await installChart({ kube, state, paths, progress, signal }, prepared);
  await awaitPods({ kube, namespace, timeoutMs: podsTimeoutMs, patient: false, progress, signal });
  const found = await findMembers(kube, state, { tunnels, signal });
  progress.say("waiting for the rings");
  const rings = { timeoutMs: ringsTimeoutMs, intervalMs: 1000, signal };
  await awaitRings(found.members, { ...rings, brokenMembers: [], ended: () => false });
  const gateway = { namespace, labels: { [componentLabel]: "gateway" }, port: 8080 };
  const gatewayUrl = await tunnelTo(work, gateway, tunnels);
  return new InstalledStack({
    ...state,
    ...store,
    kube,
    found,
    gatewayUrl,
    tunnels: tunnels.move(),
    beside: (name) => journal.write({ kind: "namespace", name, kubeconfig, context }),
    remove: () => remove(work),
  });
}

/** Two runs never have the same name; what has it all the same is somebody's, and would be ours to delete by our label. */
async function requireNew({ kube, signal }: Work, namespace: string): Promise<void> {
  const labels = await namespaceLabels(kube, namespace, signal);
  if (labels === undefined) return;
  const got = Object.entries(labels).map((pair) => pair.join("="));
  throw usageError(
    `namespace ${namespace} (context ${kube.context}): expected none, got one with the labels ${got.join(", ") || "none"}`,
    {
      code: "NAMESPACE_TAKEN",
      hint: `kubectl --context ${kube.context} get namespace ${namespace} --show-labels`,
    },
  );
}

/** The namespace and all in it, where it came to that, then the run's folder, which is what `sweep` would go by. */
async function remove({
  plan,
  kube,
  paths,
}: Pick<Work, "plan" | "paths"> & { readonly kube: Kube | undefined }): Promise<void> {
  const made = readJournal(paths.journal).some(({ kind }) => kind === "namespace");
  if (made && kube !== undefined) await deleteNamespace(kube, ownNamespaceOf(plan.runId), plan.runId);
  await rm(paths.root, { recursive: true, force: true, maxRetries: 3 });
}
