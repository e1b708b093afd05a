import { HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import type { Kube } from "../../kube/kube.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import { type Component, components } from "../component.ts";
import type { Member } from "../stack.ts";

const componentLabel = "app.kubernetes.io/component";
/** Ports that the chart gives every Loki container (templates/*, "http-metrics" and "grpc"). */
const httpPort = 3100;
const grpcPort = 9095;

export interface FoundMembers {
  readonly members: readonly Member[];
  /** The current pod name of each Loki process, by the process's name; a restart may change the pod name. */
  readonly podNames: Map<string, string>;
}

/**
 * Returns every Loki process of the release, each with a separate tunnel to its pod. Disposing of `tunnels` closes
 * them. Throws HarnessError if the release has no Loki pod.
 */
export async function findMembers(
  kube: Kube,
  release: { readonly namespace: string; readonly release: string },
  { tunnels, signal }: { readonly tunnels: AsyncDisposableStack; readonly signal: AbortSignal },
): Promise<FoundMembers> {
  const { namespace } = release;
  const labels = `app.kubernetes.io/instance=${release.release}`;
  const pods = (await listPods(kube, { namespace, labels, signal })).filter(({ ending }) => !ending);
  const podNames = new Map<string, string>();
  const members: Member[] = [];
  for (const component of components) {
    for (const [index, pod] of pods.filter(isA(component)).entries()) {
      const podName = (): string => podNames.get(pod.name) ?? pod.name;
      const tunnel = tunnels.use(await openTunnel(kube, { namespace, port: httpPort, podName }));
      podNames.set(pod.name, pod.name);
      const grpcAddress = `${pod.podIp ?? ""}:${grpcPort}`;
      members.push({ component, index, name: pod.name, url: tunnel.url, grpcAddress });
    }
  }
  if (members.length > 0) return { members, podNames };
  throw new HarnessError(
    `namespace ${namespace}: expected pods with ${labels} and ${componentLabel}, got none`,
    {
      code: "NO_MEMBERS",
      hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${namespace} get pods --show-labels`,
    },
  );
}

function isA(component: Component): (pod: Pod) => boolean {
  return ({ labels }) => labels[componentLabel] === component;
}
