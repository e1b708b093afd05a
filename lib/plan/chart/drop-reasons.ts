import { isObject, type Json } from "../../base/json.ts";
import { whyFlagDropped } from "./loki-flags.ts";
import type { ValueShape } from "./value-shape.ts";

const ownAccount =
  "a role and its annotation belong to the account they were made for; pods here have an account of lokiproof's";
const ownLabels = "labels and annotations are read by operators, which add containers or open ways in";
const environment = "may hold a secret, and reaches Loki past its config";
const otherProgram = "would run a program that is not Loki";
const foreignVolume = "names a volume, a file or a secret outside of the release";
const otherImage = "the image is Loki's own release of the plan's version, from the chart's registry";
const privileges = "the pods keep the chart's own privileges";
const address = "names an address";
const store = "bucket, endpoint and credentials are the stack's own";

/** Reasons why a chart value is not installed, by its full path. Looked up first. */
const byPath: Readonly<Record<string, string>> = {
  minio: "the store is the stack's own",
  monitoring: "sends what it sees to where the values come from",
  lokiCanary: "writes lines of its own, which nobody here counts",
  test: "the chart's own test is not run",
  sidecar: "rules are given to the ruler through its API",
  migrate: "joins another release",
  rbac: "roles are the stack's own",
  global: "applies to every pod, and may name a registry, a secret or an address",
  "loki.storage": store,
  "loki.config":
    "a whole config as text: only loki.structuredConfig and the sections under loki are read; give such a config with --loki-config FILE",
  "loki.tenants": "user names and passwords of the gateway; requests here come without",
  "gateway.enabled": "requests reach Loki through the chart's gateway, so it stays on",
  "gateway.basicAuth":
    "requests here come without user and password; whether the gateway asks for them is not proved",
  "gateway.nginxConfig.locationSnippet":
    "may send requests elsewhere or hold a secret. If it sets X-Scope-OrgID from the user's name: here each request names its tenant itself, and that mapping is not proved",
};

/** Reasons why a chart value is not installed, by the last key of its path. Looked up after the full path. */
const byKey: Readonly<Record<string, string>> = {
  serviceAccount: ownAccount,
  serviceAccountName: ownAccount,
  ingress: "nothing outside is to reach this stack",
  route: "nothing outside is to reach this stack",
  service: "nothing outside is to reach this stack",
  serviceType: "nothing outside is to reach this stack",
  networkPolicy: "its rules are for another network",
  extraObjects: "could be anything; nothing outside of the chart is installed",
  annotations: ownLabels,
  labels: ownLabels,
  podAnnotations: ownLabels,
  podLabels: ownLabels,
  serviceAnnotations: ownLabels,
  serviceLabels: ownLabels,
  commonLabels: ownLabels,
  extraEnv: environment,
  extraEnvFrom: environment,
  env: environment,
  extraContainers: otherProgram,
  initContainers: otherProgram,
  command: otherProgram,
  lifecycle: "runs a command in the pod",
  sidecar: otherProgram,
  extraVolumes: foreignVolume,
  extraVolumeMounts: foreignVolume,
  extraVolumeClaimTemplates: foreignVolume,
  selector: foreignVolume,
  image: otherImage,
  registry: otherImage,
  repository: otherImage,
  digest: otherImage,
  tag: otherImage,
  imagePullSecrets: "no registry here asks for a password",
  pullPolicy: "images that are loaded into the nodes are not pulled again",
  podSecurityContext: privileges,
  containerSecurityContext: privileges,
  securityContext: privileges,
  hostUsers: privileges,
  hostNetwork: privileges,
  priorityClassName: "the class does not exist here",
  hostAliases: address,
  dnsConfig: address,
  addresses: address,
  customReadUrl: address,
  customWriteUrl: address,
  customBackendUrl: address,
  resolver: address,
  customMetrics: "names a metric of another system",
  kedaAutoscaling: "queries a Prometheus outside of the stack",
  file: "a whole config of nginx could send requests anywhere",
  ssl: "needs certificates of the place that the values come from",
  httpSnippet: "may send requests elsewhere or hold a secret; sizes, timeouts and buffers are kept",
  serverSnippet: "may send requests elsewhere or hold a secret; sizes, timeouts and buffers are kept",
  readinessProbe: "a probe may ask only its own pod, for /ready or /metrics: no host, header or command",
  livenessProbe: "a probe may ask only its own pod, for /ready or /metrics: no host, header or command",
  startupProbe: "a probe may ask only its own pod, for /ready or /metrics: no host, header or command",
};

/** Reasons why a chart value is not installed, by a pattern of its key. Looked up last. */
const byForm: readonly (readonly [RegExp, string])[] = [
  [/passw|secret|token|credential|htpasswd|license|key$/i, "may hold a secret"],
  [/url|address|host|endpoint|server$/i, address],
  [/override$/i, "names are lokiproof's own"],
];

const unclassed = "is not on the list of values known to be harmless";

/** Returns why a chart value is not installed. The reason never contains the value itself. */
export function whyDropped(path: readonly string[], value: Json, shape: ValueShape | undefined): string {
  const key = path.at(-1) ?? "";
  if (/^extraArgs\[\d+\]$/.test(key)) return whyFlagDropped(value);
  const known = own(byPath, path.join(".")) ?? own(byKey, key);
  if (typeof value === "string" && value.includes("{{"))
    return "holds a Helm template, whose result is not known here";
  if (known !== undefined) return known;
  if (shape !== undefined) return `expected ${expectedOf(shape)}, got ${kindOf(value)}`;
  return byForm.find(([form]) => form.test(key))?.[1] ?? unclassed;
}

function own(reasons: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(reasons, key) ? reasons[key] : undefined;
}

function expectedOf(shape: ValueShape): string {
  if (shape.kind === "leaf") return shape.expected;
  return shape.kind === "map" ? "a mapping" : "a list";
}

/** Returns the type of a value in words ("text", "a number"), without showing the value. */
export function kindOf(value: Json | undefined): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return "text";
  if (isObject(value)) return "a mapping";
  if (typeof value === "object") return "a list";
  return typeof value === "number" ? "a number" : "true or false";
}
