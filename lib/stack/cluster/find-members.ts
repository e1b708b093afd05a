import type { Component } from "../component.ts";
import { componentLabel, instanceLabel } from "../release.ts";
import { hasLabels, type Mapping } from "./mapping.ts";

/** What of a pod says what it is. */
export interface SeenPod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly podIp: string | undefined;
  /** It was told to go. */
  readonly ending: boolean;
}

/** A component of Loki in a pod; a pod that runs several is found once for each. */
export interface FoundMember {
  readonly component: Component;
  /** 0-based among the pods of the component, by name. */
  readonly index: number;
  readonly pod: string;
  readonly podIp: string | undefined;
  readonly httpPort: number;
  readonly grpcPort: number;
}

export interface FoundPods {
  readonly members: readonly FoundMember[];
  /** Pods of the gateway, by name, and the port they listen on. */
  readonly gateways: readonly { readonly pod: string; readonly port: number }[];
}

/** Which of a namespace's pods are what. Pods that are about to go are not counted. */
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

/** The releases of the chart whose distributors (or whole binaries) run among these pods. */
export function releasesIn(pods: readonly SeenPod[]): readonly string[] {
  const entries = pods.filter(({ labels }) =>
    ["distributor", "write", "single-binary"].includes(labels[componentLabel] ?? ""),
  );
  return [...new Set(entries.flatMap(({ labels }) => labels[instanceLabel] ?? []))].sort();
}

/** A Deployment or a StatefulSet, and how many pods it is told to have. */
export interface SeenWorkload {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
}

/**
 * How many of each component there should be: what Deployments and StatefulSets are told, where they have the labels of
 * their pods, so that a pod that is missing is missed; else the pods that there are.
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
