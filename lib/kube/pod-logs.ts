import type { Kube } from "./kube.ts";

export interface LogOptions {
  readonly container?: string;
  /** Of the container that was there before the last restart. */
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly signal: AbortSignal;
}

/** What a pod's container logged. Throws KubeError where there is no such pod, container or previous container. */
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
