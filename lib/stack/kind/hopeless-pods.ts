import type { Container, Pod } from "../../kube/pods.ts";

/** What a kubelet does not try again: waiting does not help. */
const final = /^(ErrImageNeverPull|InvalidImageName)$/;
/**
 * What a kubelet tries again by itself, in the first minute three times and more (backOffPeriod and imageBackOffPeriod
 * of pkg/kubelet/kubelet.go are 10 s). Once may be a registry or an API server that was slow: "failed to sync secret
 * cache: timed out waiting for the condition" is a CreateContainerConfigError. Only what stays is hopeless.
 */
const retried =
  /^(ErrImagePull|ImagePullBackOff|RegistryUnavailable|CreateContainerConfigError|CreateContainerError)$/;
const retriedForMs = 60_000;
const hopelessRestarts = 3;

/**
 * Of a namespace's pods, looked at again and again, says which do not become ready by waiting: at once where their
 * container is never tried again or crashed three times, else where it has been failing to start for a minute on end.
 */
export function hopelessPods(): (pods: readonly Pod[], nowMs: number) => readonly Pod[] {
  let failingSinceMs = new Map<string, number>();
  return (pods, nowMs) => {
    const failing = pods.filter(({ containers }) =>
      containers.some(({ waiting }) => retried.test(waiting ?? "")),
    );
    failingSinceMs = new Map(failing.map(({ uid }) => [uid, failingSinceMs.get(uid) ?? nowMs]));
    return pods.filter(({ uid, containers }) => {
      return containers.some(isHopeless) || nowMs - (failingSinceMs.get(uid) ?? nowMs) >= retriedForMs;
    });
  };
}

function isHopeless({ waiting, restarts }: Container): boolean {
  return final.test(waiting ?? "") || (waiting === "CrashLoopBackOff" && restarts >= hopelessRestarts);
}
