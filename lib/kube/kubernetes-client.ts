import type * as client from "@kubernetes/client-node";

let loaded: Promise<typeof client> | undefined;

/**
 * Loads the Kubernetes client library on first use. Loading takes half a second, which a run on a local stack does not
 * need to spend.
 */
export function kubernetesClient(): Promise<typeof client> {
  loaded ??= import("@kubernetes/client-node");
  return loaded;
}
