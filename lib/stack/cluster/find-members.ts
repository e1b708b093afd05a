import type { Component } from "../component.ts";
import { componentLabel, instanceLabel } from "../release.ts";
import { hasLabels, type Mapping } from "./mapping.ts";

/** The parts of a pod that show which Loki components run in it. */
export interface SeenPod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly podIp: string | undefined;
  /** True if the pod is being deleted. */
  readonly ending: boolean;
}

/** A Loki component in a pod. A pod with several components is listed once for each. */
export interface FoundMember {
  readonly component: Component;
  /** 0-based among the pods of the component, sorted by name. */
  readonly index: number;
  readonly pod: string;
  readonly podIp: string | undefined;
  readonly httpPort: number;
  readonly grpcPort: number;
}

export interface FoundPods {
  readonly members: readonly FoundMember[];
  /** Names of the gateway's pods, and the port that each listens on. */
  readonly gateways: readonly { readonly pod: string; readonly port: number }[];
}

/** Returns the Loki components and gateways in a namespace's pods. Pods that are being deleted do not count. */
export function findMembers(pods: readonly SeenPod[], { pods: entries, gateway }: Mapping): FoundPods {
  const staying = pods.filter(({ ending }) => !ending).sort((a, b) => (a.name < b.name ? -1 : 1));
  const counts = new Map<Component, number>();
  const members = staying.flatMap((pod) => {
    const entry = entries.find(({ labels }) => hasLabels(pod.labels, labels));
    return (entry?.runs ?? []).map((component): FoundMember => {
      const index = counts.get(component) ?? 0;
      counts.set(component, index + 1);
      const { httpPort = 0, grpcPort = 0 } = entry ?? {};
      return { component, index, pod: pod.name, podIp: pod.podIp, httpPort, grpcPort };
    });
  });
  const ofGateway = staying.filter(
    ({ labels }) => gateway !== undefined && hasLabels(labels, gateway.labels),
  );
  return { members, gateways: ofGateway.map(({ name }) => ({ pod: name, port: gateway?.port ?? 0 })) };
}

/** Returns the names of the Loki chart's releases whose distributors or single binaries are among these pods. */
export function releasesIn(pods: readonly SeenPod[]): readonly string[] {
  const entries = pods.filter(({ labels }) =>
    ["distributor", "write", "single-binary"].includes(labels[componentLabel] ?? ""),
  );
  return [...new Set(entries.flatMap(({ labels }) => labels[instanceLabel] ?? []))].sort();
}

/** A Deployment or a StatefulSet, and the number of pods in its spec. */
export interface SeenWorkload {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
}

/**
 * Returns the intended number of replicas of each component. The number comes from the Deployments and StatefulSets
 * that have the labels of the component's pods, so that a missing pod is noticed. Without such a workload, the existing
 * pods are counted.
 */
export function replicasOf(
  { members }: Pick<FoundPods, "members">,
  workloads: readonly SeenWorkload[],
  { pods: entries }: Mapping,
): Readonly<Partial<Record<Component, number>>> {
  const told: Partial<Record<Component, number>> = {};
  for (const { labels, replicas } of workloads) {
    const runs = entries.find((entry) => hasLabels(labels, entry.labels))?.runs ?? [];
    for (const component of runs) told[component] = (told[component] ?? 0) + replicas;
  }
  const seen: Partial<Record<Component, number>> = {};
  for (const { component } of members) seen[component] = (seen[component] ?? 0) + 1;
  return { ...seen, ...told };
}
