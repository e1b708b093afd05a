import { z } from "zod";
import { ownNamespaceOf } from "../../plan/own-namespace.ts";
import { type Plan, plan } from "../../plan/plan.ts";
import { minioCredentials, type StackMinio } from "../minio-users.ts";

/**
 * Everything that another lokiproof needs to find a kind stack again. Written to stack.json, which only its owner may
 * read because it contains credentials.
 */
export const kindState = z.object({
  version: z.literal(2),
  plan,
  /** The kind cluster. `yours` is true if the user named the cluster; such a cluster is not removed. */
  cluster: z.object({ name: z.string(), context: z.string(), yours: z.boolean() }),
  /** URLs of the gateway and of MinIO, as reached from this machine. */
  gatewayUrl: z.string(),
  minioUrl: z.string(),
  /** Namespace of the objects that the Loki chart makes. */
  namespace: z.string(),
  release: z.string(),
  /** Namespace of lokiproof's own objects, such as MinIO. */
  ownNamespace: z.string(),
  credentials: minioCredentials,
});
export type KindState = z.infer<typeof kindState>;
export type KindPlace = Pick<KindState, "namespace" | "release" | "ownNamespace">;

/**
 * Returns a plan's namespaces and Helm release name. In a user's cluster, all objects are in one namespace that no
 * other run uses.
 */
export function placeOf({ runId, kindCluster }: Pick<Plan, "runId" | "kindCluster">): KindPlace {
  const release = "loki";
  if (kindCluster === undefined) return { namespace: "loki", release, ownNamespace: "lokiproof" };
  const namespace = ownNamespaceOf(runId);
  return { namespace, release, ownNamespace: namespace };
}

/**
 * Maximum length of a kind cluster's name. The node is named "<name>-control-plane", and a node's name has at most 63
 * characters.
 */
const longestName = 49;
const prefix = "lokiproof-";

/** Returns the name of a run's kind cluster, which is also the name of the cluster's docker network. */
export function clusterName(runId: string): string {
  return `${prefix}${runId.slice(-(longestName - prefix.length)).replace(/^-+/, "")}`;
}

export function minioOf({ minioUrl, credentials }: KindState): StackMinio {
  return { endpoint: minioUrl, credentials };
}
