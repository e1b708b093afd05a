import type { JsonObject } from "../../base/json.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import { labelsOfRun } from "../../kube/our-labels.ts";
import type { Plan } from "../../plan/plan.ts";
import { generatorNeeds } from "../generator-needs.ts";

/** What of a plan its generators' pods are made from. */
export type GeneratedPlan = Pick<Plan, "runId" | "tenants" | "tenantGroups" | "seed">;

/** A namespace of the run's own, and the Pod Security Standard that it holds its pods to. */
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

/** At most 63 characters, as a namespace's name may have: the end of a run's id is what tells it from others. */
export function loadNamespaceName(runId: string): string {
  return `lokiproof-load-${runId.slice(-48).replace(/^-+/, "")}`;
}

const megabyte = 1_000_000;
/** Of the pod's own Node, beside k6. */
const agentBytes = 150 * megabyte;

/** Of one of so many generators: half a core asked for, none denied; memory as planned, and twice that at most. */
export function generatorResources(plan: GeneratedPlan, generators: number): JsonObject {
  const bytes = generatorNeeds(plan, generators).memoryBytes / generators + agentBytes;
  const megabytes = Math.ceil(bytes / megabyte / 10) * 10;
  return {
    requests: { cpu: "500m", memory: `${megabytes}M` },
    limits: { memory: `${2 * megabytes}M` },
  };
}

/** The image's user. */
const userId = 10_001;

/** As the "restricted" Pod Security Standard asks for; a generator needs nothing of its node. */
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

/** Generators on as many nodes as there are: one node's network and CPU are not what is to be measured. */
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
