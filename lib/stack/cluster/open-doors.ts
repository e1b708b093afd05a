import type { Kube } from "../../kube/kube.ts";
import { openTunnel, type PodTunnel } from "../../kube/pod-tunnel.ts";
import type { Member } from "../stack.ts";
import type { FoundPods } from "./find-members.ts";

export interface DoorOptions {
  readonly kube: Kube;
  readonly namespace: string;
  /** The gateway's URL; if given, no tunnel to a gateway pod is opened. */
  readonly gateway?: string;
  /** Receives every opened tunnel; disposing of it closes the tunnels. */
  readonly opening: AsyncDisposableStack;
}

/** Opens a tunnel to the pod of every Loki process, and one to the gateway if its URL was not given. */
export async function openDoors(
  { members, gateways }: FoundPods,
  options: DoorOptions,
): Promise<{ readonly members: readonly Member[]; readonly gatewayUrl: string }> {
  const tunnels = new Map<string, PodTunnel>();
  for (const { pod, httpPort } of members) {
    if (!tunnels.has(pod)) tunnels.set(pod, await tunnelTo(pod, httpPort, options));
  }
  const reached = members.map(({ component, index, pod, podIp, grpcPort }) => ({
    component,
    index,
    name: pod,
    url: tunnels.get(pod)?.url ?? "",
    grpcAddress: `${podIp ?? pod}:${grpcPort}`,
  }));
  return { members: reached, gatewayUrl: await gatewayOf(gateways, options) };
}

async function gatewayOf(gateways: FoundPods["gateways"], options: DoorOptions): Promise<string> {
  if (options.gateway !== undefined) return options.gateway.replace(/\/+$/, "");
  const [first] = gateways;
  return first === undefined ? "" : (await tunnelTo(first.pod, first.port, options)).url;
}

async function tunnelTo(
  pod: string,
  port: number,
  { kube, namespace, opening }: DoorOptions,
): Promise<PodTunnel> {
  return opening.use(await openTunnel(kube, { namespace, port, podName: () => pod }));
}
