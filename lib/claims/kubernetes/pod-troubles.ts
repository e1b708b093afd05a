import type { LookFor } from "../../run-folder/look-at.ts";
import type { PodSeen, PodsRecord } from "./pods.probe.ts";

/** Kubernetes' reasons for a container that is waiting because it is still being created. */
const starting = new Set(["ContainerCreating", "PodInitializing"]);

/**
 * Returns a sentence for each problem of the pods between two snapshots. Problems are containers that restarted or do
 * not start, and pods that were evicted or that no node can take. For a pod created after the first snapshot, all
 * restarts count.
 */
export function podTroubles(earlier: PodsRecord, later: PodsRecord, lookFor: LookFor): readonly string[] {
  const look: LookFor = (find, words) => lookFor(find, `${later.kubectl} ${words}`);
  const before = new Map(earlier.pods.map((pod) => [pod.uid, pod]));
  return later.pods.flatMap((pod) => [
    ...placing(pod, look),
    ...pod.containers.flatMap((container) => {
      const was = before.get(pod.uid)?.containers.find(({ name }) => name === container.name);
      return ofContainer(pod, container, { was: was?.restarts ?? 0, look });
    }),
  ]);
}

function placing({ name, phase, unschedulable }: PodSeen, look: LookFor): readonly string[] {
  const shown = look(name, `describe pod ${name}`);
  if (phase === "Failed") return [`${name} has failed or was evicted; ${shown}`];
  return unschedulable === undefined ? [] : [`${name} finds no node: ${unschedulable}; ${shown}`];
}

function ofContainer(
  pod: PodSeen,
  { name, restarts, waiting, lastEnd }: PodSeen["containers"][number],
  { was, look }: { readonly was: number; readonly look: LookFor },
): readonly string[] {
  const ended =
    lastEnd === undefined
      ? ""
      : `; it ended ${lastEnd.reason} (exit code ${lastEnd.exitCode}) at ${lastEnd.at}`;
  const shown = look(pod.name, `logs ${pod.name} -c ${name} --previous`);
  if (waiting !== undefined && !starting.has(waiting))
    return [`${pod.name}: ${name} does not run: ${waiting}, after ${restarts} restarts${ended}; ${shown}`];
  if (restarts <= was) return [];
  return [`${pod.name}: ${name} was restarted ${restarts - was} times${ended}; ${shown}`];
}
