import { z } from "zod";
import { type Kube, KubeError } from "../../kube/kube.ts";
import { metadata, parseReply } from "../../kube/list-objects.ts";

const namespaceObject = z.object({ metadata });

/** Returns the labels of a namespace; undefined if there is no such namespace. */
export async function namespaceLabels(
  kube: Kube,
  name: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  const path = `/api/v1/namespaces/${name}`;
  try {
    return parseReply(await kube.request({ path, signal }), namespaceObject, { kube, path }).metadata.labels;
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return undefined;
    throw error;
  }
}
