import { HarnessError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import type { Stack } from "./stack.ts";

export type Kubernetes = NonNullable<Stack["kubernetes"]>;

/**
 * Labels that the Loki chart puts on every object of a release (production/helm/loki/templates/_helpers.tpl, 6.55.0).
 */
export const instanceLabel = "app.kubernetes.io/instance";
export const componentLabel = "app.kubernetes.io/component";
export const chartLabel = "helm.sh/chart";

/**
 * Returns the Kubernetes cluster that the stack runs in. Throws HarnessError if there is none; a probe that `needs` a
 * cluster runs only if there is one.
 */
export function kubernetesOf(stack: Stack): Kubernetes {
  if (stack.kubernetes !== undefined) return stack.kubernetes;
  throw new HarnessError(`the ${stack.provider} stack runs in no Kubernetes cluster`, {
    code: "NO_KUBERNETES",
  });
}

/**
 * Returns the label selector for the objects of a Helm release, or of one component of the release. Without a release
 * name, the selector matches everything in the namespace.
 */
export function ofRelease(
  { namespace, release }: Kubernetes,
  component?: string,
): { readonly namespace: string; readonly labels: string } {
  const instance = release === "" ? [] : [`${instanceLabel}=${release}`];
  const part = component === undefined ? [] : [`${componentLabel}=${component}`];
  return { namespace, labels: [...instance, ...part].join(",") };
}

/** Returns the start of a kubectl command with which a person can look at the stack's cluster. */
export function kubectl({ kube, namespace }: Kubernetes): string {
  return shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${namespace}`;
}
