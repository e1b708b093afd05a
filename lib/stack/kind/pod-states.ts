import type { Kube } from "../../kube/kube.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import type { MemberState } from "../stack.ts";

/** Returns the current state of a kind stack's pods. `urls` maps the names of the reachable pods to their URLs. */
export async function podStates(
  kube: Kube,
  urls: ReadonlyMap<string, string>,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<readonly MemberState[]> {
  const pods = await Promise.all(namespaces.map((namespace) => listPods(kube, { namespace, signal })));
  return pods.flat().map((pod) => stateOf(pod, urls.get(pod.name) ?? ""));
}

function stateOf(pod: Pod, url: string): MemberState {
  const component =
    pod.labels["app.kubernetes.io/component"] ?? pod.labels["app.kubernetes.io/name"] ?? "other";
  const detail = detailOf(pod);
  return {
    name: pod.name,
    component,
    state: pod.ready
      ? "running"
      : pod.containers.some(({ restarts }) => restarts > 0)
        ? "crashed"
        : "stopped",
    version: pod.containers[0]?.image.split(":").at(-1) ?? "",
    url,
    ...(detail === "" ? {} : { detail }),
  };
}

/**
 * Returns a pod's problems, for example "2 restarts, OOMKilled (exit code 137), CrashLoopBackOff"; an empty string if
 * it has none.
 */
function detailOf({ containers, unschedulable }: Pod): string {
  const parts = containers.flatMap(({ restarts, lastEnd, waiting }) => [
    restarts > 0 ? `${restarts} restarts` : undefined,
    lastEnd && `${lastEnd.reason} (exit code ${lastEnd.exitCode})`,
    waiting,
  ]);
  return [...parts, unschedulable].filter((part) => part !== undefined).join(", ");
}
