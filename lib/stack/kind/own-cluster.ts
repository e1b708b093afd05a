import { applyManifests } from "../../kube/apply-manifests.ts";
import { newCredentials } from "../minio-users.ts";
import { reservePorts } from "../port-slot.ts";
import { writeState } from "../stack-file.ts";
import { minioImage } from "./image-archives.ts";
import type { Installation } from "./install-loki.ts";
import { nodePorts, readKindConfig } from "./kind-config.ts";
import { clusterName, type KindState, placeOf } from "./kind-state.ts";
import type { KindWork } from "./kind-work.ts";
import { loadMinioImage, makeCluster } from "./make-cluster.ts";
import { ownManifests } from "./own-manifests.ts";

/** Creates a kind cluster that ends with the run, and applies MinIO. Loopback ports lead to the cluster. */
export async function ownCluster(work: KindWork): Promise<Installation> {
  const { plan, options, prepared, paths, held, progress, signal } = work;
  const config = options.kindConfig === undefined ? undefined : await readKindConfig(options.kindConfig);
  const slot = await reservePorts({ count: 3 });
  held.defer(() => slot.release());
  const ports = { gateway: slot.base, minio: slot.base + 1, apiServer: slot.base + 2 };
  const name = clusterName(plan.runId);
  const state: KindState = {
    version: 2,
    plan,
    cluster: { name, context: `kind-${name}`, yours: false },
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    minioUrl: `http://127.0.0.1:${ports.minio}`,
    ...placeOf(plan),
    credentials: newCredentials(),
  };
  writeState(paths.stackFile, state);
  const kube = await makeCluster(
    { kind: prepared.tools.kind.path, state, paths, progress, signal },
    { ports, config, nodeImage: options.nodeImage },
  );
  await loadMinioImage(work, name);
  const image = minioImage(prepared.archives);
  await applyManifests(kube, ownManifests(state, { image, ports: nodePorts }), signal);
  return { kube, state, paths, progress, signal };
}
