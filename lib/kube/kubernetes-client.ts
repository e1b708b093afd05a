import type * as client from "@kubernetes/client-node";

let loaded: Promise<typeof client> | undefined;

/** Loads the client library on first use. Loading takes half a second, which runs on a local stack should not pay. */
export function kubernetesClient(): Promise<typeof client> {
  loaded ??= import("@kubernetes/client-node");
  return loaded;
}
