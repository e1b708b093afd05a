import type { Kube } from "../../kube/kube.ts";
import { type Inside, outsideSockets } from "../outside-sockets.ts";
import type { ProcessSocket, SocketLook, SocketWatch } from "../socket-watch.ts";
import { clusterNodes, docker } from "./docker.ts";
import type { KindPlace, KindState } from "./kind-state.ts";
import { type KnownPods, learnCluster, learnPods, type PodObject } from "./known-pods.ts";
import { OwnAddresses } from "./own-addresses.ts";
import { type PodSockets, parsePodTables, podTablesScript } from "./pod-tables.ts";

/**
 * Time between two looks at the sockets. A look costs 0.2 s of CPU: the kernel walks its complete hash table for each
 * pod, even if the pod has few sockets.
 */
const intervalMs = 2_500;

/** A function that runs a script on each node and returns what each node printed. */
export type ReadNodes = (script: string, signal: AbortSignal) => Promise<readonly string[]>;

type Place = Pick<KindState, "cluster" | keyof KindPlace>;

/**
 * Watches the sockets of a kind stack's pods through the cluster's nodes. Inside are the pods and Services of the
 * stack's namespaces (in a cluster that lokiproof made: every pod), each pod's loopback, and the cluster's DNS. The API
 * server is outside, because nothing in the stack needs it. Every address is permitted to connect to a pod's port,
 * because kubelets and NodePorts do. The names that pods look up are not seen, because all look-ups go to the cluster's
 * DNS.
 */
export function watchPodSockets(
  place: Place,
  kube: Kube,
  readNodes: ReadNodes = nodesOf(place),
): SocketWatch {
  const namespaces = [...new Set([place.namespace, place.ownNamespace])];
  const known: KnownPods = { addresses: new OwnAddresses(), podNames: new Map(), dns: [] };
  const look = async (signal: AbortSignal): Promise<SocketLook> => {
    const seen = (await readNodes(podTablesScript, signal)).flatMap(parsePodTables);
    // Pods are listed after the tables were read, so that the list has every address that a pod could have connected
    // to.
    const pods = await learnPods(known, namespaces, { kube, signal });
    if (known.dns.length === 0) await learnCluster(known, place.cluster, { kube, signal });
    const inside = insideOf(known.addresses, known.dns);
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

/** Returns a pod's sockets to the outside; none for pods of other namespaces, which are not the stack's. */
function outsideOf(
  { uid, rows }: PodSockets,
  { podNames }: KnownPods,
  inside: Inside,
): readonly ProcessSocket[] {
  const process = podNames.get(uid);
  if (process === undefined) return [];
  return outsideSockets(rows, inside, { unheld: true }).map((one) => ({ ...one, process }));
}

/** Returns the ready pods. Only these must have sockets; a container that keeps crashing has none. */
function readyPods(pods: readonly PodObject[]): readonly PodObject[] {
  return pods.filter(
    ({ spec, status: { conditions } }) =>
      !spec.hostNetwork && conditions.some(({ type, status }) => type === "Ready" && status === "True"),
  );
}

/**
 * Returns the rule that tells the stack's own connections from others. Go connects a UDP socket to port 53 of each address
 * that it has looked up, to find the route to it, and sends nothing (net/addrselect.go, srcAddrs). So UDP to that port of a
 * pod of the stack is inside.
 */
function insideOf(addresses: OwnAddresses, dns: readonly string[]): Inside {
  return {
    listensAt: () => true,
    talksTo: ({ address, port }, protocol) =>
      address.startsWith("127.") ||
      address === "::1" ||
      ((protocol === "tcp" || port === 53) && addresses.has(address)) ||
      (port === 53 && dns.includes(address)),
  };
}

/** Returns a listening socket to report for a hostNetwork pod, because such a pod listens at its node's address. */
function onNodesNetwork({ metadata: { name } }: PodObject): ProcessSocket {
  const address = "the node's own network (hostNetwork)";
  return { process: name, protocol: "tcp", direction: "listens", address, inode: "0" };
}
