import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import type { Kube } from "../../kube/kube.ts";
import { parseReply, readObject } from "../../kube/list-objects.ts";
import type { KindPlace, KindState } from "./kind-state.ts";
import { entrances } from "./own-manifests.ts";

const nodeList = z.object({
  items: z.array(
    z.object({
      status: z.object({
        addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
      }),
    }),
  ),
});
const service = z.object({
  spec: z.object({ ports: z.array(z.object({ nodePort: z.int().positive() })).min(1) }),
});

/**
 * Returns the URLs of the gateway and MinIO in a cluster without port mappings. The URLs consist of a node's own
 * address, which is its container's, and the NodePorts that the API server assigned. Throws HarnessError if there is no
 * such address or port.
 */
export async function nodeEntrances(
  kube: Kube,
  { namespace, ownNamespace }: Pick<KindPlace, "namespace" | "ownNamespace">,
  signal: AbortSignal,
): Promise<Pick<KindState, "gatewayUrl" | "minioUrl">> {
  const host = await nodeAddress(kube, signal);
  const url = async (where: string, name: string): Promise<string> => {
    const found = await readObject(kube, "api/v1/services", service, { namespace: where, name, signal });
    const port = found?.spec.ports[0]?.nodePort;
    if (port !== undefined) return `http://${host}:${port}`;
    throw new HarnessError(`service ${where}/${name} (context ${kube.context}): expected it, got none`, {
      code: "NO_ENTRANCE",
      hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${where} get services`,
    });
  };
  return {
    gatewayUrl: await url(namespace, entrances.gateway),
    minioUrl: await url(ownNamespace, entrances.minio),
  };
}

/** Returns the first InternalIP of any node. One address is enough, because every node serves every NodePort. */
async function nodeAddress(kube: Kube, signal: AbortSignal): Promise<string> {
  const path = "/api/v1/nodes";
  const { items } = parseReply(await kube.request({ path, signal }), nodeList, { kube, path });
  const addresses = items.flatMap(({ status }) => status.addresses);
  const found = addresses.find(({ type }) => type === "InternalIP")?.address;
  if (found !== undefined) return found.includes(":") ? `[${found}]` : found;
  throw new HarnessError(`context ${kube.context}: expected a node with an InternalIP, got none`, {
    code: "NO_NODE_ADDRESS",
    hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} get nodes -o wide`,
  });
}
