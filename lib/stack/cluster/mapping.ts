import { z } from "zod";
import { readYaml } from "../../plan/read-yaml.ts";
import { type Component, components } from "../component.ts";
import { componentLabel, instanceLabel } from "../release.ts";

const labels = z.record(z.string(), z.string()).refine((all) => Object.keys(all).length > 0, {
  error: "expected at least one label",
});
const port = z.int().min(1).max(65_535);

/**
 * Which pods of a namespace are what, where the chart is not Grafana's: each entry chooses pods by labels and says which of
 * Loki's components run in them.
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
  /** The ConfigMap that holds the runtime overrides, and its key. */
  runtimeConfig: z.strictObject({ configMap: z.string(), key: z.string() }).optional(),
});
export type Mapping = z.infer<typeof mapping>;

/** Throws usageError with every problem of the file. */
export function readMapping(file: string, signal?: AbortSignal): Promise<Mapping> {
  return readYaml(file, mapping, "mapping", { kind: "mapping", signal });
}

/** What runs in the pods of each `app.kubernetes.io/component` of the chart (production/helm/loki, 3.7.8). */
const ofChart: Readonly<Record<string, readonly Component[]>> = {
  ...Object.fromEntries(components.map((component) => [component, [component]])),
  // The simple scalable deployment's three (pkg/loki/loki.go, targets read, write and backend).
  write: ["distributor", "ingester"],
  read: ["querier", "query-frontend"],
  backend: ["query-scheduler", "index-gateway", "compactor", "ruler"],
  "single-binary": components,
};

/** The mapping of Grafana's chart and of the community's, whose labels are the same. */
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

/** Whether an object's labels have all that a selector asks for. */
export function hasLabels(
  seen: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => seen[name] === value);
}

/** A selector as Kubernetes' API takes it. */
export function selectorOf(wanted: Readonly<Record<string, string>>): string {
  return Object.entries(wanted)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}
