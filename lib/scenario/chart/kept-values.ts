import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import type { ChangedValue } from "./chart-schema.ts";
import { harmlessFlags, nginxPart } from "./harmless.ts";
import { isLokiSection } from "./loki-sections.ts";
import { otherWorkloads, workloadKeys } from "./workload-keys.ts";

/** Of a workload's values: what shapes it and names nothing outside. */
const workloadParts: ReadonlySet<string> = new Set([
  "enabled",
  "replicas",
  "maxUnavailable",
  "maxSurge",
  "persistence",
  "resources",
  "autoscaling",
  "zoneAwareReplication",
  "affinity",
  "topologySpreadConstraints",
  "nodeSelector",
  "tolerations",
  "updateStrategy",
  "deploymentStrategy",
  "podManagementPolicy",
  "terminationGracePeriodSeconds",
  "readinessProbe",
  "livenessProbe",
  "startupProbe",
  "joinMemberlist",
  "legacyReadTarget",
  "containerPort",
  "verboseLogging",
  "sidecar",
  // Caches (the addresses are the chart's own).
  "allocatedMemory",
  "allocatedCPU",
  "maxItemMemory",
  "connectionLimit",
  "batchSize",
  "parallelism",
  "timeout",
  "defaultValidity",
  "writebackBuffer",
  "writebackParallelism",
  "writebackSizeLimit",
]);

const lokiParts: ReadonlySet<string> = new Set([
  "readinessProbe",
  "livenessProbe",
  "startupProbe",
  "podSecurityContext",
  "containerSecurityContext",
  "revisionHistoryLimit",
  "enableServiceLinks",
]);

const whys: Readonly<Record<string, string>> = {
  serviceAccount:
    "a role and its annotation belong to the account they were made for; pods here have an account of ours",
  ingress: "nothing outside is to reach this stack",
  minio: "the store is the stack's own",
  storage: "bucket, endpoint and credentials are the stack's own",
  extraObjects: "could be anything; nothing outside of the chart is installed",
  monitoring: "sends what it sees to where the values come from",
  lokiCanary: "writes lines of its own, which nobody here counts",
  test: "the chart's own test is not run",
  sidecar: "rules are given to the ruler through its API",
  config: "a template of your own: only loki.structuredConfig and the sections under loki are read",
  tenants: "user names and passwords of the gateway; requests here come without",
};
const outside = "may reach outside of the stack, or hold a secret";

/** What of a user's chart values is installed, and what is left out, each with the reason. Loki's own config is neither. */
export interface KeptValues {
  readonly values: JsonObject;
  readonly leftOut: readonly ChangedValue[];
}

export function keptValues(values: JsonObject): KeptValues {
  const leftOut: ChangedValue[] = [];
  const keep = (
    block: JsonObject,
    path: string,
    kept: (key: string, value: Json) => Json | undefined,
  ): JsonObject => {
    const entries = Object.entries(block).map(([key, value]) => [key, kept(key, value)] as const);
    for (const [key, value] of entries) {
      if (value !== undefined || isLokiPlan(path, key)) continue;
      leftOut.push({ path: path === "" ? key : `${path}.${key}`, why: whys[key] ?? outside });
    }
    return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  };
  const workload = (name: string, block: JsonObject): JsonObject =>
    keep(block, name, (key, value) => {
      if (workloadParts.has(key)) return value;
      if (key === "image" && isObject(value)) return keep(value, `${name}.image`, workloadImagePart(name));
      if (key === "extraArgs" && Array.isArray(value)) return harmlessFlags(value as readonly Json[]);
      if (key === "nginxConfig" && isObject(value)) return keep(value, `${name}.nginxConfig`, nginxPart);
      return undefined;
    });
  const kept = keep(values, "", (key, value) => {
    if (key === "deploymentMode") return value;
    if (key === "loki" && isObject(value)) return keep(value, "loki", lokiPart(keep));
    if (workloadKeys.includes(key) && isObject(value)) return workload(key, value);
    return undefined;
  });
  return { values: kept, leftOut };
}

type Keep = (
  block: JsonObject,
  path: string,
  kept: (key: string, value: Json) => Json | undefined,
) => JsonObject;

function lokiPart(keep: Keep): (key: string, value: Json) => Json | undefined {
  return (key, value) => {
    if (lokiParts.has(key)) return value;
    return key === "image" && isObject(value) ? keep(value, "loki.image", imagePart) : undefined;
  };
}

/** Loki's config, its runtime overrides and its version are read into the plan (read-values.ts), not left out. */
function isLokiPlan(path: string, key: string): boolean {
  if (path === "loki.image") return key === "tag";
  return path === "loki" && (isLokiSection(key) || key === "runtimeConfig");
}

/** Of what is not Loki the version may be the user's. */
function workloadImagePart(name: string): (key: string, value: Json) => Json | undefined {
  return (key, value) => (key === "tag" && otherWorkloads.includes(name) ? value : imagePart(key, value));
}

function imagePart(key: string, value: Json): Json | undefined {
  return ["registry", "repository", "pullPolicy"].includes(key) ? value : undefined;
}
