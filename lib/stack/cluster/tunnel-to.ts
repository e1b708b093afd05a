import { HarnessError } from "../../base/errors.ts";
import type { Kube } from "../../kube/kube.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import { listPods } from "../../kube/pods.ts";
import { selectorOf } from "./mapping.ts";

/**
 * Opens a tunnel to a port of one of the pods with these labels, and returns the tunnel's URL. Disposing of `tunnels`
 * closes it. Throws HarnessError if there is no such pod.
 */
export async function tunnelTo(
  { kube, signal }: { readonly kube: Kube; readonly signal: AbortSignal },
  {
    namespace,
    labels,
    port,
  }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly port: number },
  tunnels: AsyncDisposableStack,
): Promise<string> {
  const [pod] = await listPods(kube, { namespace, labels: selectorOf(labels), signal });
  if (pod === undefined) {
    throw new HarnessError(`namespace ${namespace}: expected a pod with ${selectorOf(labels)}, got none`, {
      code: "NO_POD",
    });
  }
  return tunnels.use(await openTunnel(kube, { namespace, port, podName: () => pod.name })).url;
}
