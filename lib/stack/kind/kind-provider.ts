import { describeError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import type { Kube } from "../../kube/kube.ts";
import type { Plan } from "../../scenario/plan.ts";
import { makeRunRoot } from "../make-run-root.ts";
import { newCredentials } from "../minio-users.ts";
import { type PortSlot, reservePorts } from "../port-slot.ts";
import { runPaths } from "../run-paths.ts";
import type { StackProvider } from "../stack.ts";
import { writeState } from "../stack-file.ts";
import { awaitLoki } from "./await-loki.ts";
import { requireDocker } from "./docker.ts";
import { type ImageArchive, minioImage, wantedImages } from "./image-archives.ts";
import { type Installation, installChart, installMinio } from "./install-loki.ts";
import { readKindConfig, type UserKindConfig } from "./kind-config.ts";
import { findMembers } from "./kind-members.ts";
import { kindRelease } from "./kind-release.ts";
import { KindStack, removeKind } from "./kind-stack.ts";
import { clusterName, type KindState, lokiNamespace, lokiRelease } from "./kind-state.ts";
import { type ClusterWork, loadImages, makeCluster } from "./make-cluster.ts";

/** What the user says of the cluster; the rest is the plan's. */
export interface KindOptions {
  /** A node image for `kind create cluster`; kind's own unless given. */
  readonly nodeImage?: string;
  /** A kind config, which ours is laid over. */
  readonly kindConfig?: string;
  /** Run by pods that are not the stack's: loaded with the others where an archive has it. */
  readonly generatorImage?: string;
}

interface UpOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** kind, MinIO and the Loki Helm chart, on a cluster of the run's own. */
export function kindProvider(options: KindOptions): StackProvider {
  return {
    name: "kind",
    check: async (plan, how) => {
      await kindRelease(plan, how);
    },
    up: (plan, how) => upKind(plan, options, how),
  };
}

export async function upKind(plan: Plan, options: KindOptions, how: UpOptions): Promise<KindStack> {
  await requireDocker(how.signal);
  const { tools, archives, release } = await kindRelease(plan, how);
  const config = options.kindConfig === undefined ? undefined : await readKindConfig(options.kindConfig);
  const slot = await reservePorts({ count: 3 });
  const state = newState(plan, slot);
  const paths = runPaths(plan.runId);
  try {
    await makeRunRoot(paths);
    writeState(paths.stackFile, state);
    const work: ClusterWork = { kind: tools.kind.path, state, paths, ...how };
    const kube = await cluster(work, { ...options, archives, config, images: release.manifests.images });
    const installation: Installation = { kube, state, paths, ...how };
    await installMinio(installation, minioImage(archives));
    await installChart(installation, { helm: tools.helm.path, release });
    return await running(installation, slot);
  } catch (error) {
    await removeKind(state).catch((left: unknown) => {
      how.progress.warn(`not all of it could be removed: ${describeError(left)}; next: lokiproof sweep`);
    });
    await slot.release();
    throw error;
  }
}

function newState(plan: Plan, { base }: PortSlot): KindState {
  const name = clusterName(plan.runId);
  return {
    version: 1,
    plan,
    cluster: { name, network: name, context: `kind-${name}` },
    ports: { gateway: base, minio: base + 1, apiServer: base + 2 },
    namespace: lokiNamespace,
    release: lokiRelease,
    credentials: newCredentials(),
  };
}

async function cluster(
  work: ClusterWork,
  wish: KindOptions & {
    readonly archives: readonly ImageArchive[];
    readonly images: readonly string[];
    readonly config: UserKindConfig | undefined;
  },
): Promise<Kube> {
  const kube = await makeCluster(work, wish);
  const further = wish.generatorImage === undefined ? [] : [wish.generatorImage];
  await loadImages(work, wish.archives, wantedImages(wish.images, wish.archives, further));
  return kube;
}

/** Resolves when Loki is ready; what tunnels were opened before it was not are closed. */
async function running(installation: Installation, slot: PortSlot): Promise<KindStack> {
  const { kube, state, signal } = installation;
  await using tunnels = new AsyncDisposableStack();
  const found = await awaitLoki(installation, () => findMembers(kube, state, { tunnels, signal }));
  return new KindStack({ state, kube, found, tunnels: tunnels.move(), onDispose: () => slot.release() });
}
