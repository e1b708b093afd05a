import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../../base/log.ts";
import { type Kube, openKube } from "../../kube/kube.ts";
import { freezeKubeconfig } from "../../kube/kubeconfig.ts";
import { openJournal } from "../journal.ts";
import type { RunPaths } from "../run-paths.ts";
import { createNetwork } from "./docker.ts";
import { archivesOf, minioImage } from "./image-archives.ts";
import { type KindPorts, kindConfig, type UserKindConfig } from "./kind-config.ts";
import type { KindState } from "./kind-state.ts";
import type { KindWork } from "./kind-work.ts";
import { nodeNetwork } from "./node-network.ts";
import { options, runTool } from "./run-tool.ts";

interface ClusterWork {
  readonly kind: string;
  readonly state: KindState;
  readonly paths: RunPaths;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Creates the kind cluster on a separate docker network. Writes a journal entry before creating the network, and
 * another before creating the cluster. Writes the cluster's kubeconfig to the run's folder and to no other file. Throws
 * HarnessError with kind's own message.
 */
export async function makeCluster(
  { kind, state, paths, progress, signal }: ClusterWork,
  wish: {
    readonly ports: KindPorts;
    readonly nodeImage: string | undefined;
    readonly config: UserKindConfig | undefined;
  },
): Promise<Kube> {
  const { name, context } = state.cluster;
  const network = name;
  const { runId } = state.plan;
  const journal = openJournal(paths.journal);
  const config = join(paths.root, "kind.yaml");
  journal.write({ kind: "docker-network", name: network });
  const networking = wish.nodeImage === undefined ? {} : await nodeNetwork(wish.nodeImage, { runId, signal });
  await writeFile(config, kindConfig(wish.ports, wish.config, networking));
  await createNetwork(network, runId, signal);
  journal.write({ kind: "kind-cluster", name });
  progress.say("creating the cluster");
  const made = `${paths.kubeconfig}.kind`;
  await runTool({
    program: kind,
    args: [
      "create",
      "cluster",
      // `--wait` is not set: images are loaded while the node becomes ready, and pods wait for the node.
      ...options({ name, config, kubeconfig: made }),
      ...(wish.nodeImage === undefined ? [] : options({ image: wish.nodeImage })),
    ],
    doing: `creating the cluster ${name}`,
    runId,
    // This variable makes kind use another network than "kind" (cmd/kind, docker/network.go).
    env: { KIND_EXPERIMENTAL_DOCKER_NETWORK: network },
    onLine: (line) => progress.say(`kind: ${line.trim().replace(/^\W+/, "")}`),
    signal,
  });
  return openKube(await freezeKubeconfig({ kubeconfig: made, context }, paths.kubeconfig));
}

/** Loads MinIO's image into every node if an archive contains it. */
export async function loadMinioImage(work: KindWork, cluster: string): Promise<void> {
  await loadImages(work, cluster, [minioImage(work.prepared.archives)]);
}

/** Loads the other images that pods need into every node, if an archive contains them. */
export async function loadOtherImages(work: KindWork, cluster: string): Promise<void> {
  const { generatorImage } = work.options;
  const further = generatorImage === undefined ? [] : [generatorImage];
  await loadImages(work, cluster, [...work.prepared.release.manifests.images, ...further]);
}

async function loadImages(
  { plan, prepared: { tools, archives }, progress, signal }: KindWork,
  cluster: string,
  wanted: readonly string[],
): Promise<void> {
  for (const { file, images } of archivesOf(wanted, archives)) {
    progress.say(`loading ${images.join(", ")}`);
    await runTool({
      program: tools.kind.path,
      args: ["load", "image-archive", file, "--name", cluster],
      doing: `loading ${file}`,
      runId: plan.runId,
      signal,
    });
  }
}
