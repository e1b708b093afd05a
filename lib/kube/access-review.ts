import { z } from "zod";
import type { Kube } from "./kube.ts";
import { parseReply } from "./list-objects.ts";

/** A Kubernetes permission to query: one verb on one resource. */
export interface Access {
  /** The API group; "" for the core group. */
  readonly group: string;
  /** The resource's plural name, with a subresource after a slash: "pods/log". */
  readonly resource: string;
  readonly verb: string;
  /** The namespace in which a permission is queried; undefined: all namespaces. */
  readonly namespace: string | undefined;
}

const reviewObject = z.object({
  status: z.object({ allowed: z.boolean(), reason: z.string().default("") }),
});

const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/**
 * Reports whether the kubeconfig's user has a permission. Sends a SelfSubjectAccessReview, which every user can create.
 */
export async function mayI(
  kube: Kube,
  { group, resource, verb, namespace }: Access,
  signal: AbortSignal,
): Promise<boolean> {
  const [plural, subresource] = resource.split("/");
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { group, resource: plural, subresource, verb, namespace } },
  };
  const text = await kube.request({ method: "POST", path, body: JSON.stringify(body), signal });
  return parseReply(text, reviewObject, { kube, path }).status.allowed;
}
