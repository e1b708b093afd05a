import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { shell } from "../base/shell-words.ts";
import { type Kube, KubeError } from "./kube.ts";
import { parseReply } from "./list-objects.ts";

/** A Kubernetes object to send to the API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: Json | undefined;
}

/** The field manager by which the API server records the fields that lokiproof sets. */
const fieldManager = "lokiproof";

/** Applies the manifests in order by server-side apply, which creates an object or changes it to match its manifest. */
export async function applyManifests(
  kube: Kube,
  manifests: readonly Manifest[],
  signal: AbortSignal,
): Promise<void> {
  for (const manifest of manifests) {
    await kube.request({
      method: "PATCH",
      path: await pathOf(kube, manifest, signal),
      query: { fieldManager, force: true },
      body: JSON.stringify(manifest),
      contentType: "application/apply-patch+yaml",
      signal,
    });
  }
}

/**
 * Merges `patch` into an existing object (RFC 7386: null removes a field). Throws KubeError if the object does not
 * exist.
 */
export async function mergePatch(
  kube: Kube,
  object: Pick<Manifest, "apiVersion" | "kind" | "metadata">,
  { patch, signal }: { readonly patch: JsonObject; readonly signal: AbortSignal },
): Promise<void> {
  await kube.request({
    method: "PATCH",
    path: await pathOf(kube, object, signal),
    query: { fieldManager },
    body: JSON.stringify(patch),
    contentType: "application/merge-patch+json",
    signal,
  });
}

/** Deletes one Kubernetes object, without waiting until the object is gone. A missing object is not an error. */
export async function deleteObject(
  kube: Kube,
  object: Pick<Manifest, "apiVersion" | "kind" | "metadata">,
  signal: AbortSignal,
): Promise<void> {
  try {
    await kube.request({ method: "DELETE", path: await pathOf(kube, object, signal), signal });
  } catch (error) {
    if (!(error instanceof KubeError && error.status === 404)) throw error;
  }
}

async function pathOf(
  kube: Kube,
  { apiVersion, kind, metadata }: Pick<Manifest, "apiVersion" | "kind" | "metadata">,
  signal: AbortSignal,
): Promise<string> {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const resources = await resourcesOf(kube, group, signal);
  const found = resources.find((one) => one.kind === kind && !one.name.includes("/"));
  if (found === undefined) {
    throw new HarnessError(`${apiVersion} ${kind} (context ${kube.context}): this cluster has no such kind`, {
      code: "NO_SUCH_KIND",
      hint: shell`kubectl --context ${kube.context} api-resources`,
    });
  }
  const where = found.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
  return `${group}${where}/${found.name}/${metadata.name}`;
}

const resourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});
type Resources = z.infer<typeof resourceList>["resources"];

const known = new WeakMap<Kube, Map<string, Promise<Resources>>>();

function resourcesOf(kube: Kube, path: string, signal: AbortSignal): Promise<Resources> {
  const groups = known.get(kube) ?? new Map<string, Promise<Resources>>();
  known.set(kube, groups);
  const asked =
    groups.get(path) ??
    kube.request({ path, signal }).then((text) => parseReply(text, resourceList, { kube, path }).resources);
  groups.set(path, asked);
  asked.catch(() => groups.delete(path));
  return asked;
}
