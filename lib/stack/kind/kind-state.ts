import { z } from "zod";
import { plan } from "../../scenario/plan.ts";
import { minioCredentials, type StackMinio } from "../minio-users.ts";

/** Where loopback leads into the cluster. */
const ports = z.object({ gateway: z.int(), minio: z.int(), apiServer: z.int() });
export type KindPorts = z.infer<typeof ports>;

/**
 * All there is to know of a kind stack: enough to find it again from another lokiproof. Written to stack.json, which
 * only its owner may read, for the credentials are in it.
 */
export const kindState = z.object({
  version: z.literal(1),
  plan,
  cluster: z.object({ name: z.string(), network: z.string(), context: z.string() }),
  ports,
  namespace: z.string(),
  release: z.string(),
  credentials: minioCredentials,
});
export type KindState = z.infer<typeof kindState>;

/** The namespace and the release that the chart is installed as, and the namespace of what is ours beside it. */
export const lokiNamespace = "loki";
export const lokiRelease = "loki";
export const ownNamespace = "lokiproof";

/** A cluster's node is named after it, "<name>-control-plane", and a node's name has 63 characters at most. */
const longestName = 49;
const prefix = "lokiproof-";

/** The name of the cluster, and of its network, of a run. */
export function clusterName(runId: string): string {
  return `${prefix}${runId.slice(-(longestName - prefix.length)).replace(/^-+/, "")}`;
}

export function minioOf({ ports, credentials }: KindState): StackMinio {
  return { endpoint: `http://127.0.0.1:${ports.minio}`, credentials };
}
