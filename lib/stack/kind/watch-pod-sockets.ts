import { z } from "zod";
import type { Kube } from "../../kube/kube.ts";
import { listObjects, metadata, parseReply, readObject } from "../../kube/list-objects.ts";
import { type Inside, outsideSockets } from "../outside-sockets.ts";
import type { ProcessSocket, SocketLook, SocketWatch } from "../socket-watch.ts";
import { clusterNodes, docker } from "./docker.ts";
import type { KindPlace, KindState } from "./kind-state.ts";
import { OwnAddresses } from "./own-addresses.ts";
import { type PodSockets, parsePodTables, podTablesScript } from "./pod-tables.ts";

/** A look costs 0.2 s of CPU: the kernel walks its whole hash table for each pod, however few sockets the pod has. */
const intervalMs = 2_500;

const podObject = z.object({
  metadata,
  spec: z.object({ hostNetwork: z.boolean().default(false) }),
  status: z.object({
    podIPs: z.array(z.object({ ip: z.string() })).default([]),
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
  }),
});
type PodObject = z.infer<typeof podObject>;
const service = z.object({ metadata, spec: z.object({ clusterIPs: z.array(z.string()).default([]) }) });
const nodeList = z.object({
  items: z.array(z.object({ spec: z.object({ podCIDRs: z.array(z.string()).default([]) }) })),
});

/** Returns what each node prints when it runs the script. */
export type ReadNodes = (script: string, signal: AbortSignal) => Promise<readonly string[]>;

type Place = Pick<KindState, "cluster" | keyof KindPlace>;

/** What earlier looks found. It outlives the pods: their peers hold connections to them for a while. */
interface Known {
  readonly addresses: OwnAddresses;
  readonly podNames: Map<string, string>;
}

/**
 * Watches the sockets of a kind stack's pods, which its nodes show. Inside are the pods and Services of the stack's own
 * namespaces (in a cluster of lokiproof's own: every pod), each pod's loopback, and the cluster's DNS. The API server is
 * outside, because nothing in the stack needs it. Any address may connect to a pod's port: a kubelet and a NodePort do.
 * The names that pods look up are not seen: the cluster's DNS takes all look-ups.
 */
export function watchPodSockets(
  place: Place,
  kube: Kube,
  readNodes: ReadNodes = nodesOf(place),
): SocketWatch {
  const namespaces = [...new Set([place.namespace, place.ownNamespace])];
  const known: Known = { addresses: new OwnAddresses(), podNames: new Map() };
  const look = async (signal: AbortSignal): Promise<SocketLook> => {
    const seen = (await readNodes(podTablesScript, signal)).flatMap(parsePodTables);
    // Listed after the tables were read, so that the list has every address that a pod could have connected to.
    const pods = await learnPods(known, namespaces, { kube, signal });
    if (!place.cluster.yours) await addPodNetworks(known.addresses, { kube, signal });
    const inside = insideOf(known.addresses, await dnsAddresses(kube, signal));
    const outside = seen.flatMap((one) => outsideOf(one, known, inside));
    return {
      outside: [...outside, ...pods.filter(({ spec }) => spec.hostNetwork).map(onNodesNetwork)],
      read: readyPods(pods).map(({ metadata: { name, uid } }) => ({
        process: name,
        sockets: seen.find((one) => one.uid === uid)?.rows.length ?? 0,
      })),
      problems: [],
    };
  };
  return { intervalMs, sealed: false, look: ({ signal }) => look(signal) };
}

function nodesOf({ cluster }: Place): ReadNodes {
  let nodes: readonly string[] | undefined;
  return (script, signal) => {
    nodes ??= clusterNodes(cluster.name);
    const doing = "reading the sockets of pods";
    return Promise.all(nodes.map((node) => docker(["exec", node, "sh", "-c", script], { doing, signal })));
  };
}

/** Returns nothing for pods of other namespaces, which are not the stack's. */
function outsideOf({ uid, rows }: PodSockets, { podNames }: Known, inside: Inside): readonly ProcessSocket[] {
  const process = podNames.get(uid);
  if (process === undefined) return [];
  return outsideSockets(rows, inside, { unheld: true }).map((one) => ({ ...one, process }));
}

/** Only pods that are ready must have sockets; a container that crashes again and again has none. */
function readyPods(pods: readonly PodObject[]): readonly PodObject[] {
  return pods.filter(
    ({ spec, status: { conditions } }) =>
      !spec.hostNetwork && conditions.some(({ type, status }) => type === "Ready" && status === "True"),
  );
}

interface Asking {
  readonly kube: Kube;
  readonly signal: AbortSignal;
}

/** Adds the name and every address of the pods and Services that these namespaces have now. Returns the pods. */
async function learnPods(
  { addresses, podNames }: Known,
  namespaces: readonly string[],
  { kube, signal }: Asking,
): Promise<readonly PodObject[]> {
  const list = <T>(resource: string, schema: z.ZodType<T>): Promise<T[]> =>
    Promise.all(
      namespaces.map((namespace) => listObjects(kube, resource, schema, { namespace, signal })),
    ).then((lists) => lists.flat());
  const pods = await list("api/v1/pods", podObject);
  const services = await list("api/v1/services", service);
  // A pod in the node's own network has the node's address.
  const own = pods.filter(({ spec }) => !spec.hostNetwork);
  for (const { metadata: pod } of own) podNames.set(pod.uid, pod.name);
  const ofPods = own.flatMap(({ status }) => status.podIPs.map(({ ip }) => ip));
  // A headless Service has "None".
  const ofServices = services.flatMap(({ spec }) => spec.clusterIPs).filter((address) => address !== "None");
  for (const address of [...ofPods, ...ofServices]) addresses.add(address);
  return pods;
}

async function addPodNetworks(addresses: OwnAddresses, { kube, signal }: Asking): Promise<void> {
  const path = "/api/v1/nodes";
  const { items } = parseReply(await kube.request({ path, signal }), nodeList, { kube, path });
  for (const range of items.flatMap(({ spec }) => spec.podCIDRs)) addresses.add(range);
}

/** kubeadm, which kind uses, names the Service of the cluster's DNS "kube-dns". */
async function dnsAddresses(kube: Kube, signal: AbortSignal): Promise<readonly string[]> {
  const wanted = { namespace: "kube-system", name: "kube-dns", signal };
  return (await readObject(kube, "api/v1/services", service, wanted))?.spec.clusterIPs ?? [];
}

function insideOf(addresses: OwnAddresses, dns: readonly string[]): Inside {
  return {
    listensAt: () => true,
    talksTo: ({ address, port }, protocol) =>
      address.startsWith("127.") ||
      address === "::1" ||
      (protocol === "tcp" && addresses.has(address)) ||
      (port === 53 && dns.includes(address)),
  };
}

/** A pod in the node's own network listens where the node does. */
function onNodesNetwork({ metadata: { name } }: PodObject): ProcessSocket {
  const address = "the node's own network (hostNetwork)";
  return { process: name, protocol: "tcp", direction: "listens", address, inode: "0" };
}
