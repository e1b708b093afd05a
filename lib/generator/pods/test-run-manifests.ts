import type { JsonObject } from "../../base/json.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import { labelsOfRun } from "../../kube/our-labels.ts";
import { cleanJson } from "../../output/clean.ts";
import type { Plan } from "../../plan/plan.ts";
import { floodLanes } from "../../traffic/flood-lanes.ts";
import { stormRuns } from "../../traffic/schedule.ts";
import {
  containerSecurity,
  generatorResources,
  loadNamespace,
  loadNamespaceName,
  podSecurity,
  spread,
} from "./generator-pods.ts";

export interface TestRunOptions {
  readonly plan: Plan;
  /** As for the Job; k6-operator runs its k6 and, before it, what makes the bodies. */
  readonly image: string;
  readonly generators: number;
  /** The gateway as a pod of the cluster reaches it. */
  readonly gatewayUrl: string;
}

type Script = "flood" | "storm";

/**
 * The plan's load for k6-operator 1.x (api/v1alpha1/testrun_types.go, pkg/resources/jobs/runner.go): a TestRun for each
 * script, of so many runners, which the operator gives k6's execution segments and starts together. Each runner records
 * into a folder of its own on a claim that all share; the pod "records" is there to copy them from.
 */
export function testRunManifests(options: TestRunOptions): readonly Manifest[] {
  const { plan } = options;
  const scripts: readonly Script[] = [
    ...(floodLanes(plan).length > 0 ? (["flood"] as const) : []),
    ...(stormRuns(plan.tenants).length > 0 ? (["storm"] as const) : []),
  ];
  return [
    // The operator's own pods and an init container as it makes it are not "restricted".
    loadNamespace(plan, "baseline"),
    planMap(options),
    recordsClaim(options),
    recordsPod(options),
    ...scripts.map((script) => testRun(script, options)),
  ];
}

function metadataOf({ plan }: TestRunOptions, name: string): Manifest["metadata"] {
  return { name, namespace: loadNamespaceName(plan.runId), labels: labelsOfRun(plan.runId) };
}

function planMap(options: TestRunOptions): Manifest {
  const { plan, generators, gatewayUrl } = options;
  const data = { "plan.json": cleanJson(plan), "load.json": cleanJson({ generators, gatewayUrl }) };
  return { apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(options, "plan"), data };
}

function recordsClaim(options: TestRunOptions): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: metadataOf(options, "records"),
    spec: {
      // The runners are on several nodes: a storage class that can do so, or one node and ReadWriteOnce.
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "2Gi" } },
    },
  };
}

const planVolume: JsonObject = { name: "plan", configMap: { name: "plan" } };
const recordsVolume: JsonObject = { name: "records", persistentVolumeClaim: { claimName: "records" } };

/** Holds a run's folder as `lokiproof merge` reads it: plan.json, load.json, and load/ with a folder of each runner. */
function recordsPod(options: TestRunOptions): Manifest {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadataOf(options, "records"),
    spec: {
      automountServiceAccountToken: false,
      securityContext: podSecurity,
      containers: [
        {
          name: "records",
          image: options.image,
          command: ["sleep", "infinity"],
          securityContext: containerSecurity,
          volumeMounts: [
            { name: "records", mountPath: "/run/lokiproof/load", readOnly: true },
            { name: "plan", mountPath: "/run/lokiproof/plan.json", subPath: "plan.json" },
            { name: "plan", mountPath: "/run/lokiproof/load.json", subPath: "load.json" },
          ],
        },
      ],
      volumes: [planVolume, recordsVolume],
    },
  };
}

function testRun(script: Script, options: TestRunOptions): Manifest {
  const { generators, image, plan } = options;
  const labels = { ...labelsOfRun(plan.runId), "app.kubernetes.io/component": "generator" };
  return {
    apiVersion: "k6.io/v1alpha1",
    kind: "TestRun",
    metadata: metadataOf(options, script),
    spec: {
      parallelism: generators,
      script: { localFile: `/lokiproof/k6/${script}.ts` },
      arguments: `--no-color --no-usage-report --log-format=raw --console-output=/records/${script}.jsonl`,
      runner: {
        image,
        metadata: { labels },
        automountServiceAccountToken: "false",
        env: [
          { name: "LOAD_FILE", value: `/load/${script}.json` },
          { name: "SUMMARY_FILE", value: `/records/${script}.summary.json` },
          { name: "K6_AUTO_EXTENSION_RESOLUTION", value: "false" },
          { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        ],
        resources: generatorResources(plan, generators),
        securityContext: podSecurity,
        containerSecurityContext: containerSecurity,
        topologySpreadConstraints: [...spread(labels)],
        initContainers: [loadFiles(options)],
        volumes: [planVolume, recordsVolume, { name: "load", emptyDir: {} }],
        volumeMounts: [
          { name: "load", mountPath: "/load" },
          // Of each pod its own: all write files of the same names.
          { name: "records", mountPath: "/records", subPathExpr: "$(POD_NAME)" },
        ],
      },
    },
  };
}

/** What a script is told, and its ready-made bodies: made in the pod, as they are too large for a ConfigMap. */
function loadFiles({ image }: TestRunOptions): JsonObject {
  return {
    name: "load-files",
    image,
    args: ["load-files", "--plan", "/plan", "--dir", "/load"],
    env: [{ name: "XDG_CACHE_HOME", value: "/load/cache" }],
    volumeMounts: [
      { name: "plan", mountPath: "/plan" },
      { name: "load", mountPath: "/load" },
    ],
  };
}
