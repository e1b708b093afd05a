import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { type InputKind, inputFlags, inputNames } from "./known-kinds.ts";
import { chartOnly, type Evidence, hasAny, textAt } from "./own-kinds.ts";

/**
 * A recognisable kind of file that lokiproof does not accept, such as a Chart.yaml, or does not accept before the user
 * extracts a part of it.
 */
export interface OtherKind {
  readonly is: (file: JsonObject) => string;
  readonly evidence: Evidence;
  readonly instead: (file: JsonObject, wanted: InputKind) => string;
  /** The flags' kinds of input for which a file of this kind is valid after all. */
  readonly unlessWanted?: readonly InputKind[];
}

export const otherKinds: readonly OtherKind[] = [
  {
    is: () => "a release of Helm by Flux or Argo CD",
    evidence: (file) =>
      valuesInside(file) === undefined ? undefined : `it has kind: ${textAt(file, "kind")}`,
    instead: (file) =>
      `its chart values are under ${valuesInside(file)}: save those to a file, and give it with -f`,
  },
  {
    is: (file) => `a Kubernetes ${textAt(file, "kind")}`,
    evidence: (file) =>
      isText(file["apiVersion"]) && isText(file["kind"]) ? `it has kind: ${textAt(file, "kind")}` : undefined,
    instead: (file, wanted) => insideObject(file) ?? `name the file with ${inputNames[wanted]}`,
    unlessWanted: ["kubeconfig", "kind-config"],
  },
  simple("the Chart.yaml of a Helm chart", "give the chart with --chart, its values with -f", (file) =>
    isText(file["apiVersion"]) && isText(file["version"]) && isText(file["name"])
      ? "it has apiVersion, name and version"
      : undefined,
  ),
  {
    is: () => "the values of a chart that has Loki's chart as a part",
    evidence: (file) => {
      const part = umbrellaPart(file);
      return part === undefined ? undefined : `the chart's keys stand under ${part}`;
    },
    instead: (file) => {
      const part = umbrellaPart(file) ?? "";
      return `save what is under ${part} to a file, and give that with -f: yq '.["${part}"]' FILE > loki-values.yaml`;
    },
    unlessWanted: ["scenario", "breakage", "expectation"],
  },
  simple("a Docker Compose file", "name the config that its Loki mounts", (file) =>
    Object.values(objectAt(file, "services")).some((service) => hasAny(service, ["image", "build"]))
      ? "it has services with images"
      : undefined,
  ),
  simple("a Promtail config", "name the config of Loki itself", (file) =>
    "scrape_configs" in file && hasAny(file, ["clients", "positions", "client"])
      ? "it has scrape_configs and clients"
      : undefined,
  ),
  simple("a Prometheus config", "name the config of Loki itself", (file) =>
    hasAny(file, ["scrape_configs", "rule_files", "scrape_config_files"]) ? "it scrapes targets" : undefined,
  ),
  simple("alerting or recording rules", "name the config of Loki itself", (file) =>
    Array.isArray(file["groups"]) && file["groups"].some((group) => hasAny(group, ["rules"]))
      ? "it has groups of rules"
      : undefined,
  ),
  simple("an Alertmanager config", "name the config of Loki itself", (file) =>
    "receivers" in file && "route" in file ? "it has route and receivers" : undefined,
  ),
  simple("an OpenTelemetry Collector config", "name the config of Loki itself", (file) =>
    "exporters" in file && "receivers" in file ? "it has receivers and exporters" : undefined,
  ),
  simple("a Grafana dashboard", "name the config of Loki itself", (file) =>
    Array.isArray(file["panels"]) ? "it has panels" : undefined,
  ),
  simple("provisioning of Grafana's data sources", "name the config of Loki itself", (file) =>
    Array.isArray(file["datasources"]) ? "it has datasources" : undefined,
  ),
  simple(
    "a saved plan or result of a run of lokiproof",
    "run its scenario: the replay line is in the report",
    (file) => ("runId" in file ? "it has runId" : undefined),
  ),
];

function simple(is: string, instead: string, evidence: Evidence): OtherKind {
  return { is: () => is, evidence, instead: () => instead };
}

function isText(value: Json | undefined): boolean {
  return typeof value === "string" && value !== "";
}

function objectAt(file: JsonObject, ...path: readonly string[]): JsonObject {
  let at: Json | undefined = file;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : {};
}

/** Returns the path under which a Flux HelmRelease or an Argo CD Application keeps a chart's values. */
function valuesInside(file: JsonObject): string | undefined {
  if (file["kind"] === "HelmRelease") return "spec.values";
  return file["kind"] === "Application" ? "spec.source.helm" : undefined;
}

/**
 * Describes which file a ConfigMap or Secret contains and how to extract that file. Returns undefined if the object
 * contains no file.
 */
function insideObject(file: JsonObject): string | undefined {
  const { kind } = file;
  if (kind !== "ConfigMap" && kind !== "Secret") return undefined;
  const keys = Object.keys({ ...objectAt(file, "data"), ...objectAt(file, "stringData") });
  const key = keys.find((name) => /\.ya?ml$/.test(name)) ?? keys[0];
  if (key === undefined) return undefined;
  const field = key in objectAt(file, "data") ? "data" : "stringData";
  const decode = kind === "Secret" && field === "data" ? " | base64 -d" : "";
  const name = textAt(objectAt(file, "metadata"), "name");
  const use = /runtime|override/.test(`${key} ${name}`) ? inputFlags.overrides : inputFlags["loki-config"];
  return `the file is under ${field}."${key}": yq '.${field}["${key}"]' FILE${decode} > loki.yaml; then: ${use.replace("FILE", "loki.yaml")}`;
}

/**
 * Returns the key of a values file under which the values of Loki's chart are. Returns undefined if these values are at
 * the top of the file, or absent.
 */
function umbrellaPart(file: JsonObject): string | undefined {
  const atTop = chartOnly.filter((key) => key in file && key !== "loki");
  if (atTop.length > 0) return undefined;
  const part = Object.entries(file).find(
    ([, value]) => isObject(value) && (isText(value["deploymentMode"]) || chartKeysIn(value) >= 2),
  );
  return part?.[0];
}

function chartKeysIn(value: JsonObject): number {
  // Keys such as `serviceAccount` and `minio` are not in this list, because too many other charts have them.
  const telling = [
    "loki",
    "singleBinary",
    "write",
    "read",
    "backend",
    "queryFrontend",
    "indexGateway",
    "lokiCanary",
    "chunksCache",
    "gateway",
  ];
  return telling.filter((key) => isObject(value[key])).length;
}
