import { z } from "zod";
import type { Kube } from "../../kube/kube.ts";
import { listObjects, metadata, readObject } from "../../kube/list-objects.ts";
import { type Inside, outsideSockets } from "../outside-sockets.ts";
import type { ProcessSocket, SocketLook, SocketWatch } from "../socket-watch.ts";
import { clusterNodes, docker } from "./docker.ts";
import type { KindPlace, KindState } from "./kind-state.ts";
import { parsePodTables, podTablesScript } from "./pod-tables.ts";

/** A look costs 0.2 s of CPU: each pod's tables are as long as the kernel's, however few sockets are in them. */
const intervalMs = 2_500;

const podObject = z.object({
  metadata,
  spec: z.object({ hostNetwork: z.boolean().default(false) }),
  status: z.object({
    phase: z.string().default("Unknown"),
    podIPs: z.array(z.object({ ip: z.string() })).default([]),
  }),
});
type PodObject = z.infer<typeof podObject>;
const service = z.object({ metadata, spec: z.object({ clusterIPs: z.array(z.string()).default([]) }) });

/**
 * Watches the sockets in the network namespaces of a kind stack's pods, by the nodes that they run on. Inside are the
 * pods and Services of the stack's own namespaces, each pod's loopback, and the cluster's DNS; whoever comes to a pod's
 * port, a kubelet or a NodePort, is no concern of this. Which names are looked up the cluster's DNS does not show.
 */
export function watchPodSockets(
  { cluster, ...place }: Pick<KindState, "cluster" | keyof KindPlace>,
  kube: Kube,
): SocketWatch {
  const namespaces = [...new Set([place.namespace, place.ownNamespace])];
  // Addresses of pods that are gone stay inside: connections to them end when their peers notice.
  const own = new Set<string>();
  const look = async (signal: AbortSignal): Promise<SocketLook> => {
    const texts = clusterNodes(cluster.name).map((node) =>
      docker(["exec", node, "sh", "-c", podTablesScript(namespaces)], {
        doing: `reading the sockets of pods on ${node}`,
        signal,
      }),
    );
    const seen = (await Promise.all(texts)).flatMap(parsePodTables);
    // After the tables: a pod that has come meanwhile is known.
    const { pods, dns } = await listOwn(kube, namespaces, own, signal);
    const inside = insideOf(own, dns);
    const found = new Map(seen.map(({ pod, rows }) => [pod, rows.length]));
    const running = pods.filter(({ status, spec }) => status.phase === "Running" && !spec.hostNetwork);
    return {
      outside: [
        ...seen.flatMap(({ pod, rows }) =>
          outsideSockets(rows, inside, { unheld: true }).map((one) => ({ ...one, process: pod })),
        ),
        ...pods.filter(({ spec }) => spec.hostNetwork).map(onNodesNetwork),
      ],
      read: running.map(({ metadata: { name } }) => ({ process: name, sockets: found.get(name) ?? 0 })),
      problems: [],
    };
  };
  return { intervalMs, sealed: false, look: ({ signal }) => look(signal) };
}

/** Adds to `own` every address that the stack's pods and Services have now. */
async function listOwn(
  kube: Kube,
  namespaces: readonly string[],
  own: Set<string>,
  signal: AbortSignal,
): Promise<{ readonly pods: readonly PodObject[]; readonly dns: readonly string[] }> {
  const all = await Promise.all(
    namespaces.map(async (namespace) => ({
      pods: await listObjects(kube, "api/v1/pods", podObject, { namespace, signal }),
      services: await listObjects(kube, "api/v1/services", service, { namespace, signal }),
    })),
  );
  const pods = all.flatMap((one) => one.pods);
  for (const { spec, status } of pods) {
    if (!spec.hostNetwork) for (const { ip } of status.podIPs) own.add(ip);
  }
  for (const { spec } of all.flatMap((one) => one.services)) for (const ip of spec.clusterIPs) own.add(ip);
  const kubeDns = await readObject(kube, "api/v1/services", service, {
    namespace: "kube-system",
    name: "kube-dns",
    signal,
  });
  return { pods, dns: kubeDns?.spec.clusterIPs ?? [] };
}

function insideOf(own: ReadonlySet<string>, dns: readonly string[]): Inside {
  return {
    listensAt: () => true,
    talksTo: ({ address, port }, protocol) =>
      address.startsWith("127.") ||
      address === "::1" ||
      (protocol === "tcp" && own.has(address)) ||
      (port === 53 && dns.includes(address)),
  };
}

/** A pod in the node's own network listens where the node does. */
function onNodesNetwork({ metadata: { name } }: PodObject): ProcessSocket {
  return {
    process: name,
    protocol: "tcp",
    direction: "listens",
    address: "the node's own network (hostNetwork)",
    inode: "0",
  };
}
