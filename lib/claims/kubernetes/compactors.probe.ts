import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { textAt } from "../../base/json.ts";
import { KubeError } from "../../kube/kube.ts";
import { parseReply } from "../../kube/list-objects.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import { readRing } from "../../loki/ring.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe } from "../../probe/probe.ts";
import { componentLabel, type Kubernetes, kubectl, kubernetesOf } from "../../stack/release.ts";

const compactorSeen = z.strictObject({
  /** The compactor's name: "<namespace>/<pod>". */
  name: z.string(),
  ip: z.string(),
  /** Why the compactor could not be queried. */
  problem: z.string().optional(),
  /** The store that the compactor compacts: "<endpoint>/<bucket>". */
  store: z.string(),
  /** IP addresses of all compactors in this compactor's ring, including this compactor. */
  ring: z.array(z.string()),
  ringStore: z.string(),
  /** Whether this compactor considers itself the ring's active compactor (`loki_boltdb_shipper_compactor_running`). */
  running: z.boolean(),
});
export type CompactorSeen = z.infer<typeof compactorSeen>;

const compactorsRecord = z.strictObject({
  kubectl: z.string(),
  /** The namespace of the Loki release. */
  namespace: z.string(),
  /**
   * True if the role is not permitted to list pods in other namespaces, so that only compactors in this namespace were
   * found.
   */
  onlyThere: z.boolean(),
  compactors: z.array(compactorSeen),
});
export type CompactorsRecord = z.infer<typeof compactorsRecord>;

/**
 * Finds every compactor of the cluster, however it was installed. Reads the bucket and the ring of each compactor, and
 * whether it compacts.
 */
export const compactorsProbe: Probe<CompactorsRecord> = {
  id: "kubernetes.compactors",
  phase: "after",
  record: compactorsRecord,
  timeoutMs: 30_000,
  needs: ["kubernetes"],
  observe: async ({ stack }, signal) => {
    const kubernetes = kubernetesOf(stack);
    const { pods, onlyThere } = await compactorPods(kubernetes, signal);
    return {
      kubectl: kubectl(kubernetes),
      namespace: kubernetes.namespace,
      onlyThere,
      compactors: await Promise.all(pods.map((pod) => ask(pod, kubernetes, signal))),
    };
  },
};

const podObject = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), deletionTimestamp: z.string().optional() }),
  status: z.object({ podIP: z.string().default(""), phase: z.string().default("Unknown") }).prefault({}),
});
const podList = z.object({ items: z.array(podObject) });
type CompactorPod = z.infer<typeof podObject>;

/**
 * Lists compactors in all namespaces if the role permits it. A second Loki over the same bucket is rarely in the same
 * namespace.
 */
async function compactorPods(
  { kube, namespace }: Kubernetes,
  signal: AbortSignal,
): Promise<{ readonly pods: readonly CompactorPod[]; readonly onlyThere: boolean }> {
  const list = async (path: string): Promise<readonly CompactorPod[]> => {
    const query = { labelSelector: `${componentLabel}=compactor` };
    const { items } = parseReply(await kube.request({ path, query, signal }), podList, { kube, path });
    return items.filter(
      ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === "Running",
    );
  };
  try {
    return { pods: await list("/api/v1/pods"), onlyThere: false };
  } catch (error) {
    if (!(error instanceof KubeError && error.status === 403)) throw error;
    return { pods: await list(`/api/v1/namespaces/${namespace}/pods`), onlyThere: true };
  }
}

/** The chart's port of every component's HTTP server (values.yaml, loki.server.http_listen_port). */
const httpPort = 3100;

async function ask(
  { metadata: { name, namespace }, status }: CompactorPod,
  { kube }: Kubernetes,
  signal: AbortSignal,
): Promise<CompactorSeen> {
  const seen = { name: `${namespace}/${name}`, ip: status.podIP };
  try {
    await using tunnel = await openTunnel(kube, { namespace, port: httpPort, podName: () => name });
    return { ...seen, ...(await compactorAt(tunnel.url, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...seen, problem: describeError(error), store: "", ring: [], ringStore: "", running: false };
  }
}

async function compactorAt(
  url: string,
  signal: AbortSignal,
): Promise<Pick<CompactorSeen, "store" | "ring" | "ringStore" | "running">> {
  const config = await runningConfig(url, signal);
  const { instances } = await readRing(`${url}/compactor/ring`, signal);
  const metrics = await readMetrics(url, signal);
  const s3 = ["storage_config", "aws"];
  return {
    store: `${textAt(config, [...s3, "endpoint"])}/${textAt(config, [...s3, "bucketnames"])}`,
    ring: instances.map(({ address }) => address.replace(/:\d+$/, "")),
    ringStore: textAt(config, ["compactor", "compactor_ring", "kvstore", "store"]),
    running: (sumOf(metrics, "loki_boltdb_shipper_compactor_running") ?? 0) > 0,
  };
}
