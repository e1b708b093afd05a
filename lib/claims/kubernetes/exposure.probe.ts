import { z } from "zod";
import { KubeError } from "../../kube/kube.ts";
import { listObjects } from "../../kube/list-objects.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import type { Probe } from "../../probe/probe.ts";
import { componentLabel, type Kubernetes, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import { ingressObject, policyObject, serviceObject } from "./exposing-objects.ts";
import { selectorText } from "./label-selector.ts";

const exposureRecord = z.strictObject({
  kubectl: z.string(),
  /** Kubernetes services that select pods of the Loki release. */
  services: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      externalIps: z.array(z.string()),
      /** Ingresses that route to the service. */
      ingresses: z.array(z.string()),
      /** Components of the pods that the service selects. */
      components: z.array(z.string()),
    }),
  ),
  /**
   * The number of the release's pods that a network policy for incoming traffic selects (shielded), and the number of
   * all its pods.
   */
  shielded: z.int(),
  pods: z.int(),
  /** Kubernetes resources that the role is not permitted to list. */
  unseen: z.array(z.string()),
});
export type ExposureRecord = z.infer<typeof exposureRecord>;

/**
 * Finds how the Loki release's pods can be reached from outside the cluster, and how many of these pods network
 * policies protect.
 */
export const exposureProbe: Probe<ExposureRecord> = {
  id: "kubernetes.exposure",
  phase: "before",
  record: exposureRecord,
  timeoutMs: 20_000,
  needs: ["kubernetes"],
  observe: async ({ stack }, signal) => {
    const kubernetes = kubernetesOf(stack);
    const unseen: string[] = [];
    const list = <T>(resource: string, schema: z.ZodType<T>): Promise<readonly T[]> =>
      listAllowed({ kubernetes, resource, schema, unseen }, signal);
    const ingresses = await list("apis/networking.k8s.io/v1/ingresses", ingressObject);
    const policies = await list("apis/networking.k8s.io/v1/networkpolicies", policyObject);
    const services = await list("api/v1/services", serviceObject);
    const pods = await listPods(kubernetes.kube, { ...ofRelease(kubernetes), signal });
    return {
      kubectl: kubectl(kubernetes),
      services: services
        .map((service) => way(service, ingresses, pods))
        .filter(({ components }) => components.length > 0),
      shielded: await shieldedBy(policies, kubernetes, signal),
      pods: pods.length,
      unseen,
    };
  },
};

/**
 * Lists a Kubernetes resource. If the role is not permitted to list it, adds the resource to `unseen` and returns an
 * empty list.
 */
async function listAllowed<T>(
  {
    kubernetes,
    resource,
    schema,
    unseen,
  }: {
    readonly kubernetes: Kubernetes;
    readonly resource: string;
    readonly schema: z.ZodType<T>;
    readonly unseen: string[];
  },
  signal: AbortSignal,
): Promise<readonly T[]> {
  const { kube, namespace } = kubernetes;
  try {
    return await listObjects(kube, resource, schema, { namespace, signal });
  } catch (error) {
    if (!(error instanceof KubeError && error.status === 403)) throw error;
    unseen.push(resource);
    return [];
  }
}

function way(
  { metadata: { name }, spec }: z.infer<typeof serviceObject>,
  ingresses: readonly z.infer<typeof ingressObject>[],
  pods: readonly Pod[],
): ExposureRecord["services"][number] {
  const chosen = pods.filter(({ labels }) => selects(spec.selector, labels));
  return {
    name,
    type: spec.type,
    externalIps: spec.externalIPs,
    ingresses: ingresses.filter((one) => leadsTo(one, name)).map((one) => one.metadata.name),
    components: [...new Set(chosen.map(({ labels }) => labels[componentLabel] ?? ""))],
  };
}

type Labels = Readonly<Record<string, string>>;

function selects(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

function leadsTo({ spec }: z.infer<typeof ingressObject>, service: string): boolean {
  const backends = spec.rules.flatMap((rule) => (rule.http?.paths ?? []).map((path) => path.backend));
  return [...backends, ...(spec.defaultBackend ? [spec.defaultBackend] : [])].some(
    (one) => one.service?.name === service,
  );
}

/**
 * Counts the pods that the network policies select. Kubernetes evaluates the release's labels and a policy's labels in
 * one query.
 */
async function shieldedBy(
  policies: readonly z.infer<typeof policyObject>[],
  kubernetes: Kubernetes,
  signal: AbortSignal,
): Promise<number> {
  const release = ofRelease(kubernetes);
  const incoming = policies.filter(({ spec }) => spec.policyTypes.includes("Ingress"));
  const selected = await Promise.all(
    incoming.map(({ spec }) => {
      const labels = [release.labels, selectorText(spec.podSelector)].filter((text) => text !== "").join(",");
      return listPods(kubernetes.kube, { ...release, labels, signal });
    }),
  );
  return new Set(selected.flat().map(({ name }) => name)).size;
}
