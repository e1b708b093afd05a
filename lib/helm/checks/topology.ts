import { valueAt } from "../../plan/chart/layer-values.ts";
import { componentEntries } from "../../plan/chart/workload-keys.ts";
import type { ChartProblem } from "../chart-problem.ts";
import type { ManifestCheck, RenderedChart } from "./manifest-check.ts";

/** Checks that the intended number of each Loki component runs, under the intended names. */
export const topology: ManifestCheck = (rendered) => [
  ...counts(rendered),
  ...zones(rendered),
  ...others(rendered),
];

function counts({ manifests, plan }: RenderedChart): ChartProblem[] {
  const meant = { ...plan.replicas, ...plan.breakage?.replicas };
  return componentEntries.flatMap(([component, key]) => {
    const workloads = manifests.workloads.filter((workload) => workload.component === component);
    const rendered = workloads.reduce((sum, { replicas }) => sum + replicas, 0);
    if (rendered === meant[component]) return [];
    return [
      {
        kind: "misbehaves" as const,
        at: `${key}.replicas`,
        what: `expected ${meant[component]} of ${component}, the chart renders ${rendered}`,
        instead: rendered === 0 ? "deploymentMode: Distributed" : `${key}: { replicas: ${meant[component]} }`,
      },
    ];
  });
}

/**
 * Reports zone-aware replication of ingesters if the values do not state it. It is on by default (chart 6.55.0) and
 * makes a StatefulSet for each of three zones, even if the cluster has fewer zones.
 */
function zones({ manifests, plan }: RenderedChart): ChartProblem[] {
  const stated = valueAt(plan.helm?.values ?? {}, ["ingester", "zoneAwareReplication", "enabled"]);
  const sets = manifests.workloads
    .filter(({ component }) => component === "ingester")
    .map(({ name }) => name);
  if (stated !== undefined || sets.length < 2) return [];
  return [
    {
      kind: "misbehaves",
      at: "ingester.zoneAwareReplication.enabled",
      what: `ingesters are ${sets.join(", ")} in place of one StatefulSet: zone-aware replication is the chart's default`,
      instead: "false, or true if three zones are intended",
    },
  ];
}

/** Reports components of the chart's other deployment modes, because they would join the same rings. */
function others({ manifests }: RenderedChart): ChartProblem[] {
  const running = manifests.workloads.filter(
    ({ component, replicas }) =>
      ["read", "write", "backend", "single-binary"].includes(component) && replicas > 0,
  );
  return running.map(({ component, replicas }) => ({
    kind: "misbehaves",
    at: `${component === "single-binary" ? "singleBinary" : component}.replicas`,
    what: `${replicas} of ${component} run beside the distributed components, in the same rings`,
    instead: "0",
  }));
}
