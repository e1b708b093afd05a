import { z } from "zod";
import type { Kube } from "./kube.ts";
import { listObjects, metadata, type Selection } from "./list-objects.ts";

const terminated = z.object({
  reason: z.string().default(""),
  exitCode: z.int(),
  message: z.string().optional(),
  finishedAt: z.string().optional(),
});

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean(),
  restartCount: z.int(),
  image: z.string(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().default(""), message: z.string().optional() }).optional(),
      terminated: terminated.optional(),
    })
    .default({}),
  lastState: z.object({ terminated: terminated.optional() }).default({}),
});

/**
 * A pod as the API server describes it: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
const podObject = z.object({
  metadata: metadata.extend({
    deletionTimestamp: z.string().optional(),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).default([]),
  }),
  spec: z.object({
    nodeName: z.string().default(""),
    serviceAccountName: z.string().default("default"),
    containers: z.array(z.object({ name: z.string(), image: z.string() })),
  }),
  status: z
    .object({
      phase: z.string().default("Unknown"),
      podIP: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .default([]),
      containerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});

/** The current state of one container of a pod. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  /**
   * The reason why a pod's container does not run, such as "ImagePullBackOff" or "CrashLoopBackOff"; undefined if the
   * container is not waiting.
   */
  readonly waiting: string | undefined;
  /**
   * The last termination of a pod's container, now or before its last restart; `reason` is "OOMKilled", "Error" or the
   * like.
   */
  readonly lastEnd: { readonly reason: string; readonly exitCode: number; readonly at: string } | undefined;
}

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  /** The unique id of a pod. A later pod with the same name has another uid. */
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The pod's phase: "Pending", "Running", "Succeeded" or "Failed". */
  readonly phase: string;
  readonly ready: boolean;
  /** True if the pod is being deleted. Such a pod can still answer requests. */
  readonly ending: boolean;
  readonly node: string;
  readonly podIp: string | undefined;
  readonly serviceAccount: string;
  readonly containers: readonly Container[];
  /** The pod's owner, such as "StatefulSet/loki-ingester"; undefined for a pod without an owner. */
  readonly owner: string | undefined;
  /** The reason why Kubernetes cannot schedule the pod; undefined if it can. */
  readonly unschedulable: string | undefined;
}

/** Returns the pods of a namespace that match the selection, sorted by name. */
export async function listPods(
  kube: Kube,
  selection: Selection & { readonly signal: AbortSignal },
): Promise<readonly Pod[]> {
  const pods = await listObjects(kube, "api/v1/pods", podObject, selection);
  return pods.map(podOf).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function podOf({ metadata, spec, status }: z.infer<typeof podObject>): Pod {
  const condition = (type: string) => status.conditions.find((one) => one.type === type);
  const scheduled = condition("PodScheduled");
  const [owner] = metadata.ownerReferences;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid,
    labels: metadata.labels,
    phase: status.phase,
    ready: condition("Ready")?.status === "True",
    ending: metadata.deletionTimestamp !== undefined,
    node: spec.nodeName,
    podIp: status.podIP,
    serviceAccount: spec.serviceAccountName,
    containers: spec.containers.map((container) => containerOf(container, status.containerStatuses)),
    owner: owner === undefined ? undefined : `${owner.kind}/${owner.name}`,
    unschedulable: scheduled?.status === "False" ? (scheduled.message ?? "no reason given") : undefined,
  };
}

function containerOf(
  { name, image }: { readonly name: string; readonly image: string },
  statuses: readonly z.infer<typeof containerStatus>[],
): Container {
  const status = statuses.find((one) => one.name === name);
  const end = status?.state.terminated ?? status?.lastState.terminated;
  return {
    name,
    image,
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    waiting: status?.state.waiting?.reason,
    lastEnd: end && { reason: end.reason, exitCode: end.exitCode, at: end.finishedAt ?? "" },
  };
}
