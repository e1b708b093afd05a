import { HarnessError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import type { Stack } from "./stack.ts";

export type Kubernetes = NonNullable<Stack["kubernetes"]>;

/** What the Loki chart labels everything of a release with (production/helm/loki/templates/_helpers.tpl, 6.55.0). */
export const instanceLabel = "app.kubernetes.io/instance";
export const componentLabel = "app.kubernetes.io/component";
export const chartLabel = "helm.sh/chart";

/** The cluster that the stack runs in; a probe that `needs` it is only asked where there is one. */
export function kubernetesOf(stack: Stack): Kubernetes {
  if (stack.kubernetes !== undefined) return stack.kubernetes;
  throw new HarnessError(`the ${stack.provider} stack runs in no Kubernetes cluster`, {
    code: "NO_KUBERNETES",
  });
}

/** Chooses the objects of the release (where it has no name, all of the namespace), of one component where it is named. */
export function ofRelease(
  { namespace, release }: Kubernetes,
  component?: string,
): { readonly namespace: string; readonly labels: string } {
  const instance = release === "" ? [] : [`${instanceLabel}=${release}`];
  const part = component === undefined ? [] : [`${componentLabel}=${component}`];
  return { namespace, labels: [...instance, ...part].join(",") };
}

/** What a person types to look at the same cluster. */
export function kubectl({ kube, namespace }: Kubernetes): string {
  return shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${namespace}`;
}
