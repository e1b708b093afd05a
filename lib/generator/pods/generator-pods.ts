import type { JsonObject } from "../../base/json.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import { labelsOfRun } from "../../kube/our-labels.ts";
import type { Plan } from "../../plan/plan.ts";
import { generatorNeeds } from "../generator-needs.ts";

/** The parts of a plan that its generators' pods depend on. */
export type GeneratedPlan = Pick<Plan, "runId" | "tenants" | "tenantGroups" | "seed">;

/**
 * Returns a separate namespace for the run's generators, with the Pod Security Standard that the namespace enforces on
 * its pods.
 */
export function loadNamespace({ runId }: GeneratedPlan, standard: "restricted" | "baseline"): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: loadNamespaceName(runId),
      labels: { ...labelsOfRun(runId), "pod-security.kubernetes.io/enforce": standard },
    },
  };
}

/**
 * Returns the name of the generators' namespace, at most 63 characters. The name keeps the end of the run's id, which
 * distinguishes it from other runs.
 */
export function loadNamespaceName(runId: string): string {
  return `lokiproof-load-${runId.slice(-48).replace(/^-+/, "")}`;
}

const megabyte = 1_000_000;
/** The memory of the Node process in a pod, next to k6. */
const agentBytes = 150 * megabyte;

/**
 * Returns the resources of one of `generators` pods. It requests half a core, without a CPU limit, and the planned
 * memory, with twice the planned memory as the limit.
 */
export function generatorResources(plan: GeneratedPlan, generators: number): JsonObject {
  const bytes = generatorNeeds(plan, generators).memoryBytes / generators + agentBytes;
  const megabytes = Math.ceil(bytes / megabyte / 10) * 10;
  return {
    requests: { cpu: "500m", memory: `${megabytes}M` },
    limits: { memory: `${2 * megabytes}M` },
  };
}

/** The id of the user in the generator's image. */
const userId = 10_001;

/**
 * The security context that the "restricted" Pod Security Standard requires; a generator needs nothing from its node.
 */
export const podSecurity: JsonObject = {
  runAsNonRoot: true,
  runAsUser: userId,
  runAsGroup: userId,
  fsGroup: userId,
  seccompProfile: { type: "RuntimeDefault" },
};

export const containerSecurity: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

/** Spreads generators over as many nodes as possible, so that one node's network and CPU are not the bottleneck. */
export function spread(labels: Readonly<Record<string, string>>): readonly JsonObject[] {
  return [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { ...labels } },
    },
  ];
}
