import { z } from "zod";
import { ownNamespaceOf } from "../../plan/own-namespace.ts";
import { type Plan, plan } from "../../plan/plan.ts";
import { minioCredentials, type StackMinio } from "../minio-users.ts";

/**
 * All there is to know of a kind stack: enough to find it again from another lokiproof. Written to stack.json, which
 * only its owner may read, for the credentials are in it.
 */
export const kindState = z.object({
  version: z.literal(2),
  plan,
  /** `yours`: the user named it, and it stays. */
  cluster: z.object({ name: z.string(), context: z.string(), yours: z.boolean() }),
  /** As they are reached from here. */
  gatewayUrl: z.string(),
  minioUrl: z.string(),
  /** Of what the chart makes. */
  namespace: z.string(),
  release: z.string(),
  /** Of what is ours beside it. */
  ownNamespace: z.string(),
  credentials: minioCredentials,
});
export type KindState = z.infer<typeof kindState>;
export type KindPlace = Pick<KindState, "namespace" | "release" | "ownNamespace">;

/** Where in its cluster a plan's stack is: in one of the user's, all of it in one namespace that no other run has. */
export function placeOf({ runId, kindCluster }: Pick<Plan, "runId" | "kindCluster">): KindPlace {
  const release = "loki";
  if (kindCluster === undefined) return { namespace: "loki", release, ownNamespace: "lokiproof" };
  const namespace = ownNamespaceOf(runId);
  return { namespace, release, ownNamespace: namespace };
}

/** A cluster's node is named after it, "<name>-control-plane", and a node's name has 63 characters at most. */
const longestName = 49;
const prefix = "lokiproof-";

/** The name of the cluster, and of its network, of a run. */
export function clusterName(runId: string): string {
  return `${prefix}${runId.slice(-(longestName - prefix.length)).replace(/^-+/, "")}`;
}

export function minioOf({ minioUrl, credentials }: KindState): StackMinio {
  return { endpoint: minioUrl, credentials };
}
