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
  /**
   * The generators' image, the same as for the Job. k6-operator runs the image's k6. An init container of the same
   * image runs the code that creates the push bodies.
   */
  readonly image: string;
  readonly generators: number;
  /** The gateway's URL as pods of the cluster reach it. */
  readonly gatewayUrl: string;
}

type Script = "flood" | "storm";

/**
 * Returns the plan's load for k6-operator 1.x (api/v1alpha1/testrun_types.go, pkg/resources/jobs/runner.go): a TestRun
 * per script with `generators` runners. The operator gives the runners k6's execution segments and starts them
 * together. Each runner records into a separate folder on a claim that all share. The pod "records" exists so that the
 * records can be copied from it.
 */
export function testRunManifests(options: TestRunOptions): readonly Manifest[] {
  const { plan } = options;
  const scripts: readonly Script[] = [
    ...(floodLanes(plan).length > 0 ? (["flood"] as const) : []),
    ...(stormRuns(plan.tenants).length > 0 ? (["storm"] as const) : []),
  ];
  return [
    // The namespace has the "baseline" standard, because "restricted" would reject the operator's own pods and the init
    // container as the operator creates it.
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
      // The runners are on several nodes, which needs a storage class with ReadWriteMany. On a single node,
      // ReadWriteOnce is enough.
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "2Gi" } },
    },
  };
}

const planVolume: JsonObject = { name: "plan", configMap: { name: "plan" } };
const recordsVolume: JsonObject = { name: "records", persistentVolumeClaim: { claimName: "records" } };

/**
 * Returns a pod that has a run's folder as `lokiproof merge` reads it: plan.json, load.json, and load/ with a folder
 * per runner.
 */
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
          // Each pod mounts a separate folder, because all pods write files with the same names.
          { name: "records", mountPath: "/records", subPathExpr: "$(POD_NAME)" },
        ],
      },
    },
  };
}

/**
 * Returns the init container that writes each script's input and its ready-made push bodies, which are too large for a
 * ConfigMap.
 */
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
