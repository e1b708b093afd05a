import type { Container, Pod } from "../../kube/pods.ts";

/** Pod errors that a kubelet does not retry, so waiting does not help. */
const final = /^(ErrImageNeverPull|InvalidImageName)$/;
/**
 * Pod errors that a kubelet retries by itself, at least three times in the first minute (backOffPeriod and
 * imageBackOffPeriod in pkg/kubelet/kubelet.go are 10 s). A single error might come from a slow registry or API server:
 * "failed to sync secret cache: timed out waiting for the condition" is a CreateContainerConfigError. Only an error
 * that persists is hopeless.
 */
const retried =
  /^(ErrImagePull|ImagePullBackOff|RegistryUnavailable|CreateContainerConfigError|CreateContainerError)$/;
const retriedForMs = 60_000;
const hopelessRestarts = 3;

/**
 * Returns a function that is called repeatedly with a namespace's pods and returns the hopeless ones. A pod is hopeless
 * at once if its container is never retried or has crashed three times. A pod is hopeless after a minute of
 * continuously failing to start.
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
