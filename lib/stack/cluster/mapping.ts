import { z } from "zod";
import { readYaml } from "../../plan/read-yaml.ts";
import { type Component, components } from "../component.ts";
import { componentLabel, instanceLabel } from "../release.ts";

const labels = z.record(z.string(), z.string()).refine((all) => Object.keys(all).length > 0, {
  error: "expected at least one label",
});
const port = z.int().min(1).max(65_535);

/**
 * A mapping from a namespace's pods to Loki's components, for charts other than Grafana's. Each entry selects pods by
 * labels and lists the components that run in them.
 */
export const mapping = z.strictObject({
  version: z.literal(1),
  pods: z
    .array(
      z.strictObject({
        labels,
        runs: z.array(z.enum(components)).min(1),
        httpPort: port.default(3100),
        grpcPort: port.default(9095),
      }),
    )
    .min(1),
  gateway: z.strictObject({ labels, port: port.default(8080) }).optional(),
  /** The ConfigMap that holds Loki's runtime overrides, and the key in that ConfigMap. */
  runtimeConfig: z.strictObject({ configMap: z.string(), key: z.string() }).optional(),
});
export type Mapping = z.infer<typeof mapping>;

/** Reads a mapping file. Throws usageError with all of the file's problems. */
export function readMapping(file: string, signal?: AbortSignal): Promise<Mapping> {
  return readYaml(file, mapping, "mapping", { kind: "mapping", signal });
}

/**
 * The Loki components in a pod, by the value of the chart's label `app.kubernetes.io/component` (production/helm/loki,
 * 3.7.8).
 */
const ofChart: Readonly<Record<string, readonly Component[]>> = {
  ...Object.fromEntries(components.map((component) => [component, [component]])),
  // The three targets of the simple scalable deployment (pkg/loki/loki.go: read, write and backend).
  write: ["distributor", "ingester"],
  read: ["querier", "query-frontend"],
  backend: ["query-scheduler", "index-gateway", "compactor", "ruler"],
  "single-binary": components,
};

/** Returns the mapping for Grafana's Loki chart and for the community's, which uses the same labels. */
export function chartMapping(release: string): Mapping {
  const own = (component: string): Record<string, string> => ({
    [instanceLabel]: release,
    [componentLabel]: component,
  });
  return {
    version: 1,
    pods: Object.entries(ofChart).map(([component, runs]) => ({
      labels: own(component),
      runs: [...runs],
      httpPort: 3100,
      grpcPort: 9095,
    })),
    gateway: { labels: own("gateway"), port: 8080 },
  };
}

/** Returns whether an object has all labels of a selector. */
export function hasLabels(
  seen: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => seen[name] === value);
}

/** Returns a label selector in the syntax of the Kubernetes API. */
export function selectorOf(wanted: Readonly<Record<string, string>>): string {
  return Object.entries(wanted)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}
