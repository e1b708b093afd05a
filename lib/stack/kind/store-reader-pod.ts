import { parse, stringify } from "yaml";
import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { type JsonObject, layer } from "../../base/json.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { applyManifests, deleteObject, type Manifest } from "../../kube/apply-manifests.ts";
import type { Kube } from "../../kube/kube.ts";
import { readObject } from "../../kube/list-objects.ts";
import { listPods } from "../../kube/pods.ts";
import { jsonObject } from "../../plan/json-schema.ts";
import { ownLabels } from "./own-manifests.ts";

const readerName = "lokiproof-store-reader";
const readyTimeoutMs = 120_000;

const configMap = z.object({ data: z.record(z.string(), z.string()) });
const querierDeployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z
        .object({
          containers: z.array(jsonObject).min(1),
          volumes: z.array(z.object({ name: z.string() }).catchall(z.json())),
        })
        .catchall(z.json()),
    }),
  }),
});

/**
 * Config that makes a querier read only the object store. This querier joins no ring and no gossip of the stack, and
 * has no worker, so that it never gets the stack's queries. It reads the index itself, into a separate cache.
 */
const readsTheStoreAlone: JsonObject = {
  querier: { query_store_only: true },
  query_scheduler: { use_scheduler_ring: false },
  common: { ring: { kvstore: { store: "inmemory" } } },
  memberlist: { join_members: [] },
  frontend_worker: { scheduler_address: "", frontend_address: "" },
  // A new index upload is visible after this interval plus at most a minute, for which Loki caches the bucket's list
  // (pkg/storage/stores/shipper/indexshipper/storage/cached_client.go, 3.7.8). The first query of a day sees the upload
  // at once.
  storage_config: { tsdb_shipper: { resync_interval: "5s", index_gateway_client: null } },
};

export interface ReaderPlace {
  readonly namespace: string;
  readonly release: string;
  readonly runId: string;
  readonly signal: AbortSignal;
}

/**
 * Starts a pod that reads only the object store, made from the querier's own template with another config. The pod is
 * in the querier's namespace, under lokiproof's labels, which no Service of the chart selects. Returns the pod's name
 * when it is ready; an existing one is replaced.
 */
export async function startStoreReader(kube: Kube, place: ReaderPlace): Promise<string> {
  const { namespace, signal } = place;
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: readerName, namespace } };
  await deleteObject(kube, pod, signal);
  await until(kube, place, (found) => found === undefined);
  await applyManifests(kube, await readerManifests(kube, place), signal);
  await until(kube, place, (found) => found === true);
  return readerName;
}

/** Waits until `settled` accepts the pod's state: true if ready, false if not yet ready, undefined if absent. */
async function until(
  kube: Kube,
  { namespace, signal }: ReaderPlace,
  settled: (ready: boolean | undefined) => boolean,
): Promise<void> {
  const fields = `metadata.name=${readerName}`;
  const seen = await poll(
    async (inTime) => (await listPods(kube, { namespace, fields, signal: inTime }))[0],
    (pod) => settled(pod?.ready),
    { timeoutMs: readyTimeoutMs, intervalMs: 500, signal },
  );
  if (seen.settled) return;
  throw new HarnessError(
    `pod ${readerName}: expected it ready within ${readyTimeoutMs / 1000} s, got ${seen.last?.containers[0]?.waiting ?? seen.last?.phase ?? seen.lastError}`,
    {
      code: "READER_NOT_READY",
      hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${namespace} logs ${readerName}`,
    },
  );
}

async function readerManifests(kube: Kube, place: ReaderPlace): Promise<readonly Manifest[]> {
  const { namespace, release, runId, signal } = place;
  const labels = ownLabels(runId);
  const of = { namespace, signal };
  const config = await readObject(kube, "api/v1/configmaps", configMap, { ...of, name: release });
  const querier = await readObject(kube, "apis/apps/v1/deployments", querierDeployment, {
    ...of,
    name: `${release}-querier`,
  });
  const running = config?.data["config.yaml"];
  if (running === undefined || querier === undefined) {
    throw new HarnessError(
      `namespace ${namespace}: expected the ConfigMap ${release} and the Deployment ${release}-querier of the chart`,
      { code: "NO_QUERIER", hint: shell`kubectl -n ${namespace} get configmaps,deployments` },
    );
  }
  const reading = layer(jsonObject.parse(parse(running)), readsTheStoreAlone);
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: readerName, namespace, labels },
      data: { "config.yaml": stringify(reading) },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: readerName, namespace, labels },
      spec: readerSpec(querier.spec.template.spec),
    },
  ];
}

type PodSpec = z.infer<typeof querierDeployment>["spec"]["template"]["spec"];

/** Returns the querier's pod spec with the store reader's config volume and a short grace period. */
function readerSpec(querier: PodSpec): JsonObject {
  const volumes = querier.volumes.map((volume) =>
    volume.name === "config" ? { name: "config", configMap: { name: readerName } } : volume,
  );
  return { ...querier, volumes, terminationGracePeriodSeconds: 5 };
}
