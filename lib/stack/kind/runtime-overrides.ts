import { stringify } from "yaml";
import { HarnessError } from "../../base/errors.ts";
import type { JsonObject } from "../../base/json.ts";
import { mergePatch } from "../../kube/apply-manifests.ts";
import type { Kube } from "../../kube/kube.ts";
import { listPods } from "../../kube/pods.ts";

/** The chart's name for the ConfigMap that is mounted as Loki's runtime config (templates/runtime-configmap.yaml). */
const runtimeConfigMap = "loki-runtime";
const runtimeKey = "runtime-config.yaml";
/**
 * A pod annotation. A change to it makes the kubelet update the pod's mounted ConfigMap now, not up to a minute later.
 */
const touched = "lokiproof/overrides-changed";

/**
 * Replaces the runtime overrides of every pod of a release. Changes each pod's annotation, so that the kubelet
 * updates the mounted file now. Loki then reads the file within its `runtime_config.period`.
 */
export async function replaceOverrides(
  kube: Kube,
  { namespace, release }: { readonly namespace: string; readonly release: string },
  overrides: JsonObject,
): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  await mergePatch(
    kube,
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: runtimeConfigMap, namespace } },
    { patch: { data: { [runtimeKey]: stringify({ overrides }) } }, signal },
  );
  const labels = `app.kubernetes.io/instance=${release}`;
  const pods = await listPods(kube, { namespace, labels, signal });
  if (pods.length === 0)
    throw new HarnessError(`namespace ${namespace} has no pod with ${labels}`, { code: "NO_PODS" });
  const patch = { metadata: { annotations: { [touched]: new Date().toISOString() } } };
  await Promise.all(
    pods.map(({ name }) =>
      mergePatch(kube, { apiVersion: "v1", kind: "Pod", metadata: { name, namespace } }, { patch, signal }),
    ),
  );
}
