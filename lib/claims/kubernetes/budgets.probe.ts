import { z } from "zod";
import { listObjects, metadata } from "../../kube/list-objects.ts";
import { listPods } from "../../kube/pods.ts";
import type { Probe } from "../../probe/probe.ts";
import { componentLabel, type Kubernetes, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import { labelSelector, selectorText } from "./label-selector.ts";

/**
 * A PodDisruptionBudget: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/
 */
const budgetObject = z.object({
  metadata,
  spec: z.object({ selector: labelSelector }),
  status: z
    .object({
      expectedPods: z.int().default(0),
      desiredHealthy: z.int().default(0),
      currentHealthy: z.int().default(0),
    })
    .prefault({}),
});

const budgetsRecord = z.strictObject({
  kubectl: z.string(),
  /** The release's running pods, each with its component. */
  pods: z.array(z.strictObject({ name: z.string(), component: z.string() })),
  budgets: z.array(
    z.strictObject({
      name: z.string(),
      /** Names of the pods that the disruption budget selects. */
      pods: z.array(z.string()),
      /** The numbers in the disruption budget's status, as the disruption controller counted them. */
      expectedPods: z.int(),
      desiredHealthy: z.int(),
      currentHealthy: z.int(),
    }),
  ),
});
export type BudgetsRecord = z.infer<typeof budgetsRecord>;

/** Reads which pods each disruption budget selects, and how many of these pods can be evicted at a time. */
export const budgetsProbe: Probe<BudgetsRecord> = {
  id: "kubernetes.budgets",
  phase: "before",
  record: budgetsRecord,
  timeoutMs: 20_000,
  needs: ["kubernetes"],
  observe: async ({ stack }, signal) => {
    const kubernetes = kubernetesOf(stack);
    const pods = await listPods(kubernetes.kube, { ...ofRelease(kubernetes), signal });
    return {
      kubectl: kubectl(kubernetes),
      pods: pods
        .filter(({ ending, phase }) => !ending && phase === "Running")
        .map(({ name, labels }) => ({ name, component: labels[componentLabel] ?? "" })),
      budgets: [...(await budgetsOf(kubernetes, signal))],
    };
  },
};

/**
 * Lists all disruption budgets of the namespace. Even a budget that is not part of the release might select the
 * release's pods.
 */
async function budgetsOf(
  { kube, namespace }: Kubernetes,
  signal: AbortSignal,
): Promise<BudgetsRecord["budgets"]> {
  const resource = "apis/policy/v1/poddisruptionbudgets";
  const found = await listObjects(kube, resource, budgetObject, { namespace, signal });
  return Promise.all(
    found.map(async ({ metadata: { name }, spec, status }) => {
      const labels = selectorText(spec.selector);
      const pods = await listPods(kube, { namespace, labels, signal });
      return { name, pods: pods.map((pod) => pod.name), ...status };
    }),
  );
}
