import { z } from "zod";
import { listObjects, metadata } from "../../kube/list-objects.ts";
import { listPods } from "../../kube/pods.ts";
import type { Probe } from "../../probe/probe.ts";
import { componentLabel, type Kubernetes, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import { labelSelector, selectorText } from "./label-selector.ts";

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/ */
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
  /** The pods of the release that run, and what component each is of. */
  pods: z.array(z.strictObject({ name: z.string(), component: z.string() })),
  budgets: z.array(
    z.strictObject({
      name: z.string(),
      /** Names of the pods that it holds for. */
      pods: z.array(z.string()),
      /** As the disruption controller counts them. */
      expectedPods: z.int(),
      desiredHealthy: z.int(),
      currentHealthy: z.int(),
    }),
  ),
});
export type BudgetsRecord = z.infer<typeof budgetsRecord>;

/** Which pods each disruption budget holds for, and how many of them it lets go at a time. */
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

/** All of the namespace: one that is not of the release may hold for the release's pods too. */
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
