import { z } from "zod";
import type { Kube } from "./kube.ts";
import { parseReply } from "./list-objects.ts";

/** One thing that one may do with one kind of object. */
export interface Access {
  /** "" for the core group. */
  readonly group: string;
  /** Plural, with its subresource after a slash: "pods/log". */
  readonly resource: string;
  readonly verb: string;
  /** Undefined: in every namespace. */
  readonly namespace: string | undefined;
}

const reviewObject = z.object({
  status: z.object({ allowed: z.boolean(), reason: z.string().default("") }),
});

const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/** Whether the kubeconfig's user may do it, by a SelfSubjectAccessReview, which every user may ask for. */
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
