import { z } from "zod";
import type { Kube } from "../../kube/kube.ts";
import { listObjects, metadata, parseReply, readObject } from "../../kube/list-objects.ts";
import type { KindState } from "./kind-state.ts";
import type { OwnAddresses } from "./own-addresses.ts";

const podObject = z.object({
  metadata,
  spec: z.object({ hostNetwork: z.boolean().default(false) }),
  status: z.object({
    podIPs: z.array(z.object({ ip: z.string() })).default([]),
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
  }),
});
export type PodObject = z.infer<typeof podObject>;
const service = z.object({ metadata, spec: z.object({ clusterIPs: z.array(z.string()).default([]) }) });
const nodeList = z.object({
  items: z.array(z.object({ spec: z.object({ podCIDRs: z.array(z.string()).default([]) }) })),
});

/**
 * Addresses and names of a stack's pods and Services, found by earlier looks. They are kept after a pod is gone,
 * because its peers hold connections to it for a while.
 */
export interface KnownPods {
  readonly addresses: OwnAddresses;
  readonly podNames: Map<string, string>;
  /**
   * Addresses of the cluster's DNS. These addresses and the nodes' pod address ranges do not change, so they are read
   * once.
   */
  dns: readonly string[];
}

interface Asking {
  readonly kube: Kube;
  readonly signal: AbortSignal;
}

/** Records the current names and addresses of the pods and Services of these namespaces. Returns the pods. */
export async function learnPods(
  { addresses, podNames }: KnownPods,
  namespaces: readonly string[],
  { kube, signal }: Asking,
): Promise<readonly PodObject[]> {
  const list = <T>(resource: string, schema: z.ZodType<T>): Promise<T[]> =>
    Promise.all(
      namespaces.map((namespace) => listObjects(kube, resource, schema, { namespace, signal })),
    ).then((lists) => lists.flat());
  const pods = await list("api/v1/pods", podObject);
  const services = await list("api/v1/services", service);
  // A hostNetwork pod has its node's address, which must not count as the stack's.
  const own = pods.filter(({ spec }) => !spec.hostNetwork);
  for (const { metadata: pod } of own) podNames.set(pod.uid, pod.name);
  const ofPods = own.flatMap(({ status }) => status.podIPs.map(({ ip }) => ip));
  // The address of a headless Service is the text "None".
  const ofServices = services.flatMap(({ spec }) => spec.clusterIPs).filter((address) => address !== "None");
  for (const address of [...ofPods, ...ofServices]) addresses.add(address);
  return pods;
}

/** Records the addresses that do not change while the cluster exists. */
export async function learnCluster(
  known: KnownPods,
  cluster: KindState["cluster"],
  { kube, signal }: Asking,
): Promise<void> {
  if (!cluster.yours) await addPodNetworks(known.addresses, { kube, signal });
  known.dns = await dnsAddresses(kube, signal);
}

async function addPodNetworks(addresses: OwnAddresses, { kube, signal }: Asking): Promise<void> {
  const path = "/api/v1/nodes";
  const { items } = parseReply(await kube.request({ path, signal }), nodeList, { kube, path });
  for (const range of items.flatMap(({ spec }) => spec.podCIDRs)) addresses.add(range);
}

/** Returns the addresses of the cluster's DNS. kubeadm, which kind uses, names its Service "kube-dns". */
async function dnsAddresses(kube: Kube, signal: AbortSignal): Promise<readonly string[]> {
  const wanted = { namespace: "kube-system", name: "kube-dns", signal };
  return (await readObject(kube, "api/v1/services", service, wanted))?.spec.clusterIPs ?? [];
}
