import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { deleteObject } from "../../kube/apply-manifests.ts";
import type { Kube } from "../../kube/kube.ts";
import { listPods, type Pod } from "../../kube/pods.ts";

/**
 * The timeout of a pod's restart, long enough for an ingester to flush and leave its rings, and for the replacement pod
 * to start.
 */
const restartTimeoutMs = 180_000;

export interface PodRestart {
  readonly namespace: string;
  /** Label selector of the release and component, which matches both the pod and its replacement. */
  readonly labels: string;
  readonly podName: string;
  readonly signal: AbortSignal;
}

/**
 * Deletes a pod, as a rolling restart does (SIGTERM and the pod's grace period). Returns the name of the replacement
 * pod when it is ready. In a StatefulSet the replacement has the same name and volume; in a Deployment, another name.
 * Throws HarnessError if no replacement is ready in time.
 */
export async function restartPod(kube: Kube, restart: PodRestart): Promise<string> {
  const { namespace, labels, podName, signal } = restart;
  const before = await listPods(kube, { namespace, labels, signal });
  const known = new Set(before.map(({ uid }) => uid));
  await deleteObject(kube, { apiVersion: "v1", kind: "Pod", metadata: { name: podName, namespace } }, signal);
  const seen = await poll(
    async (inTime) => await listPods(kube, { namespace, labels, signal: inTime }),
    (pods) => successorOf(pods, known) !== undefined,
    { timeoutMs: restartTimeoutMs, intervalMs: 500, signal },
  );
  const successor = successorOf(seen.last ?? [], known);
  if (successor !== undefined) return successor.name;
  const state = seen.last
    ?.map(({ name, phase, ready }) => `${name} ${phase}${ready ? ", ready" : ""}`)
    .join("; ");
  throw new HarnessError(
    `${podName} was deleted: expected its successor to be ready within ${restartTimeoutMs / 1000} s, got ${state ?? seen.lastError}`,
    {
      code: "POD_NOT_BACK",
      hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${namespace} describe pod ${podName}`,
    },
  );
}

function successorOf(pods: readonly Pod[], known: ReadonlySet<string>): Pod | undefined {
  return pods.find(({ uid, ready, ending }) => !known.has(uid) && ready && !ending);
}
