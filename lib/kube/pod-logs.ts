import type { Kube } from "./kube.ts";

export interface LogOptions {
  readonly container?: string;
  /** Whether to read the log of the container before its last restart. */
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly signal: AbortSignal;
}

/** Returns the log of a pod's container. Throws KubeError if there is no such pod, container or previous container. */
export function podLogs(
  kube: Kube,
  pod: { readonly namespace: string; readonly name: string },
  { container, previous, tailLines, limitBytes, signal }: LogOptions,
): Promise<string> {
  return kube.request({
    path: `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/log`,
    query: { container, previous, tailLines, limitBytes },
    signal,
  });
}
