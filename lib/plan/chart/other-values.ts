import { usageError } from "../../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { valueAt } from "./layer-values.ts";
import { componentEntries } from "./workload-keys.ts";

/** The kind of a file that does not hold chart values of a distributed Loki, and what the user can do about it. */
export interface OtherKind {
  readonly what: string;
  readonly next: string;
}

/**
 * Returns what chart values are if they are not those of a distributed Loki: a template, another deployment mode or
 * another chart. Files that are not chart values at all are recognised in lib/input.
 */
export function otherKindOf(values: JsonObject): OtherKind | undefined {
  for (const recognise of recognisers) {
    const kind = recognise(values);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/**
 * Throws usageError if chart values are not those of a distributed Loki: a template, another deployment mode or another
 * chart. `source` is the file, or names another source of the values.
 */
export function refuseOtherKind(values: JsonObject, source: string): void {
  const kind = otherKindOf(values);
  if (kind === undefined) return;
  throw usageError(`chart values ${source}: ${kind.what}, so this is not what would run`, {
    code: "OTHER_KIND",
    hint: kind.next,
  });
}

type Recogniser = (values: JsonObject) => OtherKind | undefined;

const configFile = "lokiproof plan smoke --loki-config FILE";

const recognisers: readonly Recogniser[] = [template, otherMode, otherChart];

/**
 * Recognises chart values that are an unrendered template. YAML reads `{{ .Values.x }}` without quotes as a mapping
 * whose key is a mapping.
 */
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

/** Charts whose values files are often stored next to Loki's. Each is recognised by a key that no other chart has. */
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
