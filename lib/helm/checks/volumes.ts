import type { JsonObject } from "../../base/json.ts";
import { valueAt } from "../../plan/chart/layer-values.ts";
import type { ChartProblem } from "../chart-problem.ts";
import type { Workload } from "../manifests.ts";
import type { ManifestCheck } from "./manifest-check.ts";

/** Workloads whose volume size the chart reads from `persistence.claims` instead of `persistence.size`. */
const claimed = [
  ["ingester", "ingester"],
  ["compactor", "compactor"],
] as const;

/**
 * Checks that volumes have the size that the values state, and that ingesters have a volume for their write-ahead log.
 */
export const volumes: ManifestCheck = ({ manifests, plan }) => {
  const values = plan.helm?.values ?? {};
  return claimed.flatMap(([component, key]) => {
    const workload = manifests.workloads.find((one) => one.component === component);
    if (workload === undefined || workload.replicas === 0) return [];
    return [...sizeIgnored(key, workload, values), ...logWithoutVolume(key, workload)];
  });
};

function sizeIgnored(key: string, { name, volumes: sizes }: Workload, values: JsonObject): ChartProblem[] {
  const size = valueAt(values, [key, "persistence", "size"]);
  const rendered = Object.values(sizes);
  if (typeof size !== "string" || rendered.length === 0 || rendered.includes(size)) return [];
  return [
    {
      kind: "misbehaves",
      at: `${key}.persistence.size`,
      what: `${size} is not read: the chart gives ${name} volumes of ${rendered.join(", ")}`,
      instead: `${key}: { persistence: { claims: [{ name: data, accessModes: [ReadWriteOnce], size: ${size} }] } }`,
    },
  ];
}

function logWithoutVolume(key: string, { name, volumes: sizes }: Workload): ChartProblem[] {
  if (key !== "ingester" || Object.keys(sizes).length > 0) return [];
  return [
    {
      kind: "warning",
      at: "ingester.persistence.enabled",
      what: `${name} keeps its write-ahead log in the pod: it is lost when the pod is replaced`,
      instead: "true",
    },
  ];
}
