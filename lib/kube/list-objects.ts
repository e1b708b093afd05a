import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { type Kube, KubeError } from "./kube.ts";

/** The parts of a Kubernetes object's metadata that lokiproof reads. */
export const metadata = z.object({
  name: z.string(),
  namespace: z.string().default(""),
  uid: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  /** The time when the object was created; null in a template of an object, such as a workload's pod template. */
  creationTimestamp: z.iso.datetime({ offset: true }).nullish(),
});

export interface Selection {
  readonly namespace: string;
  /** A label selector, such as "app.kubernetes.io/instance=loki,app.kubernetes.io/component=ingester". */
  readonly labels?: string;
  readonly fields?: string;
}

/**
 * Lists a namespace's objects of one Kubernetes resource, each parsed by `schema`. `resource` is the API path of the
 * group and the plural: "api/v1/pods", "apis/apps/v1/statefulsets".
 */
export async function listObjects<T>(
  kube: Kube,
  resource: string,
  schema: z.ZodType<T>,
  { namespace, labels, fields, signal }: Selection & { readonly signal: AbortSignal },
): Promise<readonly T[]> {
  const [plural, group] = splitResource(resource);
  const path = `/${group}/namespaces/${namespace}/${plural}`;
  const query = { labelSelector: labels, fieldSelector: fields };
  const text = await kube.request({ path, query, signal });
  return parseReply(text, z.object({ items: z.array(schema) }), { kube, path }).items;
}

/** Reads one Kubernetes object by its name; returns undefined if the object does not exist. */
export async function readObject<T>(
  kube: Kube,
  resource: string,
  schema: z.ZodType<T>,
  {
    namespace,
    name,
    signal,
  }: { readonly namespace: string; readonly name: string; readonly signal: AbortSignal },
): Promise<T | undefined> {
  const [plural, group] = splitResource(resource);
  const path = `/${group}/namespaces/${namespace}/${plural}/${name}`;
  try {
    return parseReply(await kube.request({ path, signal }), schema, { kube, path });
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return undefined;
    throw error;
  }
}

function splitResource(resource: string): readonly [plural: string, group: string] {
  const slash = resource.lastIndexOf("/");
  return [resource.slice(slash + 1), resource.slice(0, slash)];
}

/**
 * Parses a reply of the API server. Throws a HarnessError that names the request and the unexpected parts of the reply.
 */
export function parseReply<T>(
  text: string,
  schema: z.ZodType<T>,
  { kube, path }: { readonly kube: Kube; readonly path: string },
): T {
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new HarnessError(`${path} (context ${kube.context}): ${z.prettifyError(parsed.error)}`, {
    code: "KUBE_REPLY",
    hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} get --raw ${path}`,
  });
}
