import { isObject, type Json, type JsonObject } from "../base/json.ts";
import type { InputKind } from "./known-kinds.ts";

/**
 * Returns the evidence that a file is of a kind of input, as a clause such as "it has mustRed". Returns undefined if
 * there is no evidence.
 */
export type Evidence = (file: JsonObject) => string | undefined;

/** Top-level sections of Loki's config that are not top-level keys of the chart (pkg/loki/loki.go, Config, 3.7.8). */
const lokiOnly = [
  "auth_enabled",
  "limits_config",
  "schema_config",
  "storage_config",
  "chunk_store_config",
  "query_range",
  "query_scheduler",
  "frontend",
  "frontend_worker",
  "ingester_client",
  "index_gateway",
  "pattern_ingester",
  "runtime_config",
  "operational_config",
  "compactor_grpc_client",
  "ruler_storage",
  "bloom_build",
  "bloom_gateway",
  "table_manager",
  "analytics",
  "tracing",
  "common",
  "server",
  "target",
  "ingest_limits",
  "block_builder",
  "block_scheduler",
  "kafka_config",
] as const;

/** Top-level keys that only the chart has, not Loki's config (production/helm/loki/values.yaml, 3.7.8). */
export const chartOnly = [
  "deploymentMode",
  "loki",
  "gateway",
  "singleBinary",
  "write",
  "read",
  "backend",
  "queryFrontend",
  "queryScheduler",
  "indexGateway",
  "patternIngester",
  "bloomGateway",
  "bloomPlanner",
  "bloomBuilder",
  "chunksCache",
  "resultsCache",
  "lokiCanary",
  "minio",
  "sidecar",
  "monitoring",
  "serviceAccount",
  "enterprise",
  "memcachedExporter",
  "rollout_operator",
  "extraObjects",
] as const;

const bothHave = ["ingester", "distributor", "querier", "compactor", "ruler", "memberlist"] as const;
/** Keys of a component in the chart's values that configure its pods. No section of Loki's config has these keys. */
const podKeys = [
  "replicas",
  "enabled",
  "resources",
  "persistence",
  "autoscaling",
  "affinity",
  "tolerations",
  "nodeSelector",
  "extraArgs",
  "extraEnv",
  "extraEnvFrom",
  "extraVolumes",
  "extraVolumeMounts",
  "podAnnotations",
  "podLabels",
  "image",
  "service",
  "maxUnavailable",
  "maxSurge",
  "zoneAwareReplication",
  "terminationGracePeriodSeconds",
  "topologySpreadConstraints",
  "priorityClassName",
  "serviceAccount",
] as const;

export const ownKinds: Readonly<Record<InputKind, Evidence>> = {
  scenario: (file) =>
    isVersionOne(file) && hasAny(file, ["tenants", "tenantGroups", "stack", "checks"])
      ? `it has version: 1 and ${named(file, ["tenants", "tenantGroups", "stack", "checks"])}`
      : undefined,
  breakage: (file) => has(file, "mustRed"),
  mapping: (file) =>
    isVersionOne(file) && Array.isArray(file["pods"]) ? "it has version: 1 and pods" : undefined,
  expectation: (file) =>
    isVersionOne(file) && file["name"] === undefined && hasAny(file, expected)
      ? `it has version: 1 and ${named(file, expected)}`
      : undefined,
  kubeconfig: (file) => {
    const lists = ["clusters", "contexts", "users"].filter((key) => Array.isArray(file[key]));
    const isOne = lists.length > 1 || (lists.length > 0 && file["kind"] === "Config");
    return isOne ? `it has ${lists.join(", ")}` : undefined;
  },
  "kind-config": (file) =>
    textAt(file, "apiVersion").startsWith("kind.x-k8s.io/")
      ? `it has apiVersion: ${textAt(file, "apiVersion")}`
      : undefined,
  overrides: (file) => (isOverrides(file) ? "it has overrides at its top" : undefined),
  values: chartEvidence,
  "loki-config": (file) => {
    // Chart values can have a section of Loki's config at their top by mistake, which Helm ignores. A Loki config never
    // has the chart's keys.
    if (chartEvidence(file) !== undefined) return undefined;
    const sections = lokiOnly.filter((key) => key in file);
    if (sections.length > 0) return `it has ${sections.slice(0, 3).join(", ")} at its top`;
    const shared = bothHave.find(
      (key) => isObject(file[key]) && !hasAny(file[key], podKeys) && hasAny(file, [key]),
    );
    return shared === undefined ? undefined : `it has Loki's section ${shared} at its top`;
  },
};

const expected = ["lokiVersion", "replicas", "bucket", "config", "overrides"] as const;

function chartEvidence(file: JsonObject): string | undefined {
  const keys = chartOnly.filter((key) => key in file);
  if (keys.length > 0) return `it has the chart's ${keys.slice(0, 3).join(", ")} at its top`;
  const component = bothHave.find((key) => hasAny(file[key], podKeys));
  return component === undefined ? undefined : `its ${component} says how pods run, as the chart's does`;
}

function isOverrides(file: JsonObject): boolean {
  const { overrides } = file;
  const fits = overrides === null || isObject(overrides);
  return (
    fits &&
    !("version" in file) &&
    !("mustRed" in file) &&
    !hasAny(file, chartOnly) &&
    !hasAny(file, lokiOnly)
  );
}

function isVersionOne(file: JsonObject): boolean {
  return file["version"] === 1 && !("runId" in file);
}

/** Returns the text of a key; empty if the key has no text. */
export function textAt(file: JsonObject, key: string): string {
  const value = file[key];
  return typeof value === "string" ? value : "";
}

function has(file: JsonObject, key: string): string | undefined {
  return key in file ? `it has ${key}` : undefined;
}

export function hasAny(value: Json | undefined, keys: readonly string[]): boolean {
  return isObject(value) && keys.some((key) => key in value);
}

function named(file: JsonObject, keys: readonly string[]): string {
  return keys.filter((key) => key in file).join(", ");
}
