import { describeError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { ownCommand } from "../../base/own-command.ts";
import { type Kube, openKube } from "../../kube/kube.ts";
import { freezeKubeconfig, type KubeContext } from "../../kube/kubeconfig.ts";
import { ownNamespaceOf } from "../../plan/own-namespace.ts";
import type { Plan } from "../../plan/plan.ts";
import { awaitRings } from "../await-rings.ts";
import { awaitPods } from "../kind/await-pods.ts";
import { minioImage } from "../kind/image-archives.ts";
import { installChart } from "../kind/install-loki.ts";
import { findMembers } from "../kind/kind-members.ts";
import { kindRelease } from "../kind/kind-release.ts";
import { removeAllOf } from "../made.ts";
import { makeRunRoot } from "../make-run-root.ts";
import { componentLabel } from "../release.ts";
import { type RunPaths, runPaths } from "../run-paths.ts";
import type { StackProvider } from "../stack.ts";
import { type GivenBucket, installedRelease, installSurroundings } from "./install-manifests.ts";
import { givenStore, ownMinio } from "./install-store.ts";
import { InstalledStack } from "./installed-stack.ts";
import { makeNamespace, noteNamespace } from "./make-namespace.ts";
import { tunnelTo } from "./tunnel-to.ts";

export interface InstallOptions extends KubeContext {
  /** The user's S3 bucket, whose name is in the plan. If absent, a MinIO is installed in Loki's namespace. */
  readonly bucket?: GivenBucket;
}

interface How {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const podsTimeoutMs = 600_000;
const ringsTimeoutMs = 120_000;

/**
 * Returns a provider that installs the Loki chart in a new namespace of the user's cluster. The namespace is removed
 * with the stack.
 */
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
      try {
        const kube = await openKube(await freezeKubeconfig(options, paths.kubeconfig));
        return await install({ ...work, kube }, prepared);
      } catch (error) {
        await removeAllOf(plan.runId).catch((left: unknown) => {
          how.progress.warn(
            `not all of it could be removed: ${describeError(left)}; next: ${ownCommand(["sweep"])}`,
          );
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
  await makeNamespace(namespace, work);
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
  await awaitRings(found.members, plan, { ...rings, brokenMembers: [], ended: () => false });
  const gateway = { namespace, labels: { [componentLabel]: "gateway" }, port: 8080 };
  const gatewayUrl = await tunnelTo(work, gateway, tunnels);
  return new InstalledStack({
    ...state,
    ...store,
    kube,
    found,
    gatewayUrl,
    tunnels: tunnels.move(),
    beside: (name) => noteNamespace(name, work),
    remove: () => removeAllOf(plan.runId),
  });
}
