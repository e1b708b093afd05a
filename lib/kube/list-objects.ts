import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { type Kube, KubeError } from "./kube.ts";

/** What of an object's metadata is looked at anywhere. */
export const metadata = z.object({
  name: z.string(),
  namespace: z.string().default(""),
  uid: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  /** Null in what is only a template of an object. */
  creationTimestamp: z.iso.datetime({ offset: true }).nullish(),
});

export interface Selection {
  readonly namespace: string;
  /** "app.kubernetes.io/instance=loki,app.kubernetes.io/component=ingester" */
  readonly labels?: string;
  readonly fields?: string;
}

/**
 * Lists the objects of one resource of a namespace, each parsed by `schema`. `resource` is the group and the plural:
 * "api/v1/pods", "apis/apps/v1/statefulsets".
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

/** One object by its name; undefined where there is none. */
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

/** Throws HarnessError that says what was asked and what of the answer was not as expected. */
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
