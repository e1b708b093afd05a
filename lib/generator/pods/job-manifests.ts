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
  /** Of lokiproof, this version's (deploy/Dockerfile): it has k6, its scripts and what makes the bodies. */
  readonly image: string;
  readonly generators: number;
}

export const jobName = "generators";
/** Bounds what a run that was killed leaves behind: pods end by their own silence, this is for those that cannot. */
const longestS = 6 * 3600;
const keptS = 300;

/** The namespace of a run's generators and, in it, one Job of as many pods; they wait until they are told what to send. */
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
      // A generator that failed has sent a part of its share: another in its place would send it again.
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
