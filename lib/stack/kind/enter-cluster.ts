import { writeFile } from "node:fs/promises";
import { HarnessError } from "../../base/errors.ts";
import { applyManifests } from "../../kube/apply-manifests.ts";
import { type Kube, openKube } from "../../kube/kube.ts";
import { freezeKubeconfig } from "../../kube/kubeconfig.ts";
import { makeNamespace } from "../cluster/make-namespace.ts";
import { newCredentials } from "../minio-users.ts";
import { writeState } from "../stack-file.ts";
import { minioImage } from "./image-archives.ts";
import type { Installation } from "./install-loki.ts";
import { placeOf } from "./kind-state.ts";
import type { KindWork } from "./kind-work.ts";
import { loadMinioImage } from "./make-cluster.ts";
import { nodeEntrances } from "./node-entrances.ts";
import { ownManifests } from "./own-manifests.ts";
import { options, runTool } from "./run-tool.ts";

/**
 * Creates a namespace for the run in the kind cluster that the plan names, and applies MinIO. Reaches the cluster
 * through the kubeconfig that kind prints, which is kept in the run's folder, and its nodes by their own addresses.
 */
export async function enterCluster(work: KindWork): Promise<Installation> {
  const { plan, prepared, paths, progress, signal } = work;
  const name = plan.kindCluster;
  if (name === undefined)
    throw new HarnessError("expected a plan that names a kind cluster", { code: "NO_KIND_CLUSTER" });
  const kube = await openNamed(work, name);
  const place = placeOf(plan);
  await makeNamespace(place.namespace, { kube, paths, kindCluster: name, progress, signal });
  await loadMinioImage(work, name);
  const known = { plan, ...place, credentials: newCredentials() };
  await applyManifests(kube, ownManifests(known, { image: minioImage(prepared.archives) }), signal);
  const cluster = { name, context: kube.context, yours: true };
  const state = { version: 2 as const, ...known, cluster, ...(await nodeEntrances(kube, place, signal)) };
  writeState(paths.stackFile, state);
  return { kube, state, paths, progress, signal };
}

async function openNamed({ plan, prepared, paths, signal }: KindWork, name: string): Promise<Kube> {
  const given = await runTool({
    program: prepared.tools.kind.path,
    args: ["get", "kubeconfig", ...options({ name })],
    doing: `asking kind for the kubeconfig of ${name}`,
    runId: plan.runId,
    signal,
  });
  const kubeconfig = `${paths.kubeconfig}.kind`;
  await writeFile(kubeconfig, given, { mode: 0o600 });
  return openKube(await freezeKubeconfig({ kubeconfig, context: `kind-${name}` }, paths.kubeconfig));
}
