import type { JsonObject } from "../../base/json.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import { labelsOfRun } from "../../kube/our-labels.ts";
import {
  containerSecurity,
  type GeneratedPlan,
  generatorResources,
  loadNamespace,
  loadNamespaceName,
  podSecurity,
  spread,
} from "./generator-pods.ts";

export interface JobOptions {
  readonly plan: GeneratedPlan;
  /**
   * The generators' container image, of this version of lokiproof (deploy/Dockerfile): k6, its scripts and the code
   * that creates push bodies.
   */
  readonly image: string;
  readonly generators: number;
}

export const jobName = "generators";
/**
 * The maximum duration of the generators' Job, which limits what a killed run leaves behind. Pods end by themselves
 * when their run is silent; this limit is for pods that cannot.
 */
const longestS = 6 * 3600;
const keptS = 300;

/**
 * Returns the namespace of a run's generators and a Job in that namespace with one pod per generator. The pods wait
 * until the run gives them their load.
 */
export function jobManifests(options: JobOptions): readonly Manifest[] {
  const { plan, generators } = options;
  const labels = { ...labelsOfRun(plan.runId), "app.kubernetes.io/component": "generator" };
  const job: Manifest = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: jobName, namespace: loadNamespaceName(plan.runId), labels },
    spec: {
      completionMode: "Indexed",
      completions: generators,
      parallelism: generators,
      // A failed generator is not replaced: it has already sent a part of its share, and a replacement would send that
      // part again.
      backoffLimit: 0,
      activeDeadlineSeconds: longestS,
      ttlSecondsAfterFinished: keptS,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: podSecurity,
          topologySpreadConstraints: [...spread(labels)],
          containers: [container(options)],
          volumes: [{ name: "work", emptyDir: {} }],
        },
      },
    },
  };
  return [loadNamespace(plan, "restricted"), job];
}

function container({ plan, image, generators }: JobOptions): JsonObject {
  return {
    name: "generator",
    image,
    imagePullPolicy: "IfNotPresent",
    args: ["generator", "--dir", "/work/load"],
    env: [
      { name: "XDG_CACHE_HOME", value: "/work/cache" },
      { name: "XDG_STATE_HOME", value: "/work/state" },
    ],
    resources: generatorResources(plan, generators),
    securityContext: { ...containerSecurity, readOnlyRootFilesystem: true },
    volumeMounts: [{ name: "work", mountPath: "/work" }],
  };
}
