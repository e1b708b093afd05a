import type * as client from "@kubernetes/client-node";

let loaded: Promise<typeof client> | undefined;

/** Loaded on first use: it takes half a second, which no run on a local stack should pay. */
export function kubernetesClient(): Promise<typeof client> {
  loaded ??= import("@kubernetes/client-node");
  return loaded;
}
