import { usageError } from "../../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { keysOf, listedVersion } from "./chart-keys.ts";
import { valueAt } from "./layer-values.ts";
import { isLokiConfigSection, isLokiSection } from "./loki-sections.ts";
import { componentEntries } from "./workload-keys.ts";

/** What a file is that is not values of a distributed Loki, and how it can be given. */
export interface OtherKind {
  readonly what: string;
  readonly next: string;
}

/** Recognises a file of another kind by what it holds; undefined for chart values. */
export function otherKindOf(values: JsonObject, chartVersion: string): OtherKind | undefined {
  const known = keysOf("", listedVersion(chartVersion));
  for (const recognise of recognisers) {
    const kind = recognise(values, known);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Throws usageError if chart values are of another kind; `source` is the file, or what else they come from. */
export function refuseOtherKind(values: JsonObject, source: string, chartVersion: string): void {
  const kind = otherKindOf(values, chartVersion);
  if (kind === undefined) return;
  throw usageError(`chart values ${source}: ${kind.what}, so this is not what would run`, {
    code: "OTHER_KIND",
    hint: kind.next,
  });
}

type Recogniser = (values: JsonObject, chartKeys: ReadonlySet<string>) => OtherKind | undefined;

const configFile = "lokiproof plan smoke --loki-config FILE";

const recognisers: readonly Recogniser[] = [
  template,
  kubernetesObject,
  scenario,
  overrides,
  umbrella,
  lokiConfig,
  otherMode,
  otherChart,
];

/** `{{ .Values.x }}` without quotes is, to YAML, a mapping whose key is a mapping. */
function template(values: JsonObject): OtherKind | undefined {
  if (!hasTemplateKey(values)) return undefined;
  return {
    what: "the file is a template ({{ }} outside of quotes), and no values yet",
    next: "render it first: helmfile write-values, or helm template of the chart that it belongs to",
  };
}

function hasTemplateKey(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(hasTemplateKey);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => /^\{.*\}$|\{\{/s.test(key.trim()) || hasTemplateKey(inner),
  );
}

function kubernetesObject(values: JsonObject): OtherKind | undefined {
  const { kind, apiVersion } = values;
  if (typeof kind !== "string" || typeof apiVersion !== "string") return undefined;
  const name = /^[A-Za-z]{1,63}$/.test(kind) ? kind : "object";
  if (name === "Config" && "clusters" in values) {
    return {
      what: "this is a kubeconfig",
      next: "lokiproof plan --stack cluster --context NAME --kubeconfig FILE",
    };
  }
  const inside = ["spec.values", "spec.source.helm.valuesObject", "spec.valuesContent"].find(
    (path) => valueAt(values, path.split(".")) !== undefined,
  );
  return {
    what: `this is an object of Kubernetes (${name})`,
    next:
      inside === undefined
        ? `what it holds goes into a file: Loki's config with ${configFile}, overrides with --overrides FILE`
        : `put what is under ${inside} into a file of its own, and give that with -f`,
  };
}

function scenario(values: JsonObject): OtherKind | undefined {
  if (typeof values["name"] !== "string" || !("version" in values)) return undefined;
  if (!["tenants", "stack", "checks", "seed"].some((key) => key in values)) return undefined;
  return { what: "this is a scenario of lokiproof", next: "lokiproof plan FILE" };
}

function overrides(values: JsonObject): OtherKind | undefined {
  const keys = Object.keys(values);
  const only =
    keys.length > 0 && keys.every((key) => ["overrides", "configs", "multi_kv_config"].includes(key));
  return only
    ? { what: "these are runtime overrides", next: "lokiproof plan smoke --overrides FILE" }
    : undefined;
}

/** Values of a chart that has Loki's as a dependency: all that the chart knows stands one level deeper. */
function umbrella(values: JsonObject, chartKeys: ReadonlySet<string>): OtherKind | undefined {
  for (const [name, block] of Object.entries(values)) {
    if (!isObject(block) || (chartKeys.has(name) && name !== "loki")) continue;
    const inner = Object.keys(block).filter((key) => isOnlyTop(key, chartKeys));
    const alone = Object.keys(values).length === 1 && name === "loki" && inner.length > 0;
    if (inner.length < 2 && !alone && !inner.some((key) => key === "loki" || key === "deploymentMode"))
      continue;
    const shown = /^[\w-]{1,63}$/.test(name) ? name : "the outer key";
    return {
      what: `these are the values of an umbrella chart: what belongs to Loki's chart (${inner.slice(0, 3).join(", ")}) is under ${shown}, where Loki's chart itself does not look`,
      next: `put what is under ${shown} into a file of its own, and give that with -f`,
    };
  }
  return undefined;
}

/** A key of the chart's top that is none of its `loki` values: `loki`, `deploymentMode`, `gateway`, `write`. */
function isOnlyTop(key: string, chartKeys: ReadonlySet<string>): boolean {
  return chartKeys.has(key) && !lokiKeys.has(key) && !isLokiSection(key) && !isLokiConfigSection(key);
}

/** Keys that the chart has both at its top and under `loki`. */
const lokiKeys: ReadonlySet<string> = new Set([
  "annotations",
  "config",
  "storage",
  "memberlist",
  "compactor",
  "ui",
]);

function lokiConfig(values: JsonObject, chartKeys: ReadonlySet<string>): OtherKind | undefined {
  const sections = Object.keys(values).filter(isLokiConfigSection);
  const onlyLoki = sections.filter((key) => !chartKeys.has(key));
  const ofChart = Object.keys(values).filter((key) => chartKeys.has(key) && !isLokiConfigSection(key));
  if (onlyLoki.length === 0 || ofChart.length > 0) return undefined;
  return {
    what: `this is a config of Loki itself (${onlyLoki.slice(0, 3).join(", ")} at the top)`,
    next: configFile,
  };
}

const otherModes = ["read", "write", "backend", "singleBinary"] as const;

function otherMode(values: JsonObject): OtherKind | undefined {
  const mode = values["deploymentMode"];
  if (mode === "Distributed") return undefined;
  const runs = (key: string): boolean => Number(valueAt(values, [key, "replicas"]) ?? 0) > 0;
  const running = otherModes.filter(runs);
  const distributed = componentEntries.some(([, key]) => runs(key));
  if (mode === undefined && (running.length === 0 || distributed)) return undefined;
  if (mode !== undefined && typeof mode !== "string") return undefined;
  const shown =
    typeof mode === "string" && /^[\w<>-]{1,40}$/.test(mode) ? `deploymentMode ${mode}` : running.join(", ");
  return {
    what: `these values are for Loki in another mode (${shown}); lokiproof runs Loki's components one by one (Distributed)`,
    next: `prove your config in Distributed mode: ${configFile}. Or attach to what runs: lokiproof plan --stack cluster --context NAME --namespace NAME`,
  };
}

/** Charts whose values are often at hand next to Loki's, by a key that only they have. */
const charts: readonly (readonly [string, string])[] = [
  ["promtail", "loki-stack"],
  ["fluent-bit", "loki-stack"],
  ["memcachedChunks", "loki-distributed"],
  ["memcachedFrontend", "loki-distributed"],
  ["datasources", "grafana"],
  ["grafana.ini", "grafana"],
  ["alertmanager", "prometheus"],
  ["prometheusOperator", "kube-prometheus-stack"],
  ["mimir", "mimir-distributed"],
  ["tempo", "tempo"],
  ["alloy", "alloy"],
];

function otherChart(values: JsonObject): OtherKind | undefined {
  const found = charts.find(([key]) => Object.hasOwn(values, key));
  if (found === undefined || isObject(values["loki"])) return undefined;
  return {
    what: `these look like the values of the chart ${found[1]} (it has the key ${found[0]})`,
    next: "give the values of the chart loki with -f",
  };
}
