import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { settingAt } from "../../base/json.ts";
import { listObjects } from "../../kube/list-objects.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe } from "../../probe/probe.ts";
import { type Kubernetes, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import type { Member } from "../../stack/stack.ts";
import { quantity } from "./quantity.ts";

const named = z.object({ name: z.string() });

const claimObject = z.object({
  metadata: named,
  spec: z.object({ resources: z.object({ requests: z.object({ storage: z.string() }) }) }),
  status: z
    .object({
      phase: z.string().default("Pending"),
      capacity: z.object({ storage: z.string().optional() }).default({}),
    })
    .prefault({}),
});

const setObject = z.object({
  metadata: named,
  spec: z.object({ replicas: z.int().default(1), volumeClaimTemplates: z.array(claimObject).default([]) }),
});

const claimSeen = z.strictObject({
  /** The name of the persistent volume claim as the StatefulSet controller builds it: "<template>-<pod>". */
  name: z.string(),
  /** The size of the volume that the StatefulSet requests now. */
  wantedBytes: z.number(),
  /** The phase of the persistent volume claim: "Bound", "Pending" or "Lost"; "missing" if no claim has that name. */
  phase: z.string(),
  requestedBytes: z.number(),
  /** The volume's capacity. Absent until the persistent volume claim is bound. */
  capacityBytes: z.number().optional(),
});

const diskSeen = z.strictObject({
  ingester: z.string(),
  url: z.string(),
  problem: z.string().optional(),
  /** `loki_ingester_wal_disk_usage_percent`, from 0 to 1. Absent if this Loki has no such metric, or no WAL. */
  usedShare: z.number().optional(),
  /**
   * `ingester.wal.disk_full_threshold`: the share of used disk from which the ingester refuses pushes; 0 means that it
   * never refuses them.
   */
  refusesAt: z.number().optional(),
  /** `loki_ingester_wal_disk_full_failures_total` of the ingester. */
  timesFull: z.number().optional(),
});

const volumesRecord = z.strictObject({
  kubectl: z.string(),
  claims: z.array(claimSeen),
  disks: z.array(diskSeen),
});
export type VolumesRecord = z.infer<typeof volumesRecord>;

/**
 * Reads the volumes that the release's StatefulSets request, and how full the ingesters' volumes are after the load.
 */
export const volumesProbe: Probe<VolumesRecord> = {
  id: "kubernetes.volumes",
  phase: "after",
  record: volumesRecord,
  timeoutMs: 20_000,
  needs: ["kubernetes"],
  observe: async ({ stack }, signal) => {
    const kubernetes = kubernetesOf(stack);
    const ingesters = stack.members.filter(({ component }) => component === "ingester");
    return {
      kubectl: kubectl(kubernetes),
      claims: [...(await claimsOf(kubernetes, signal))],
      disks: await Promise.all(ingesters.map((ingester) => diskOf(ingester, signal))),
    };
  },
};

async function claimsOf(kubernetes: Kubernetes, signal: AbortSignal): Promise<VolumesRecord["claims"]> {
  const { kube, namespace } = kubernetes;
  const sets = await listObjects(kube, "apis/apps/v1/statefulsets", setObject, {
    ...ofRelease(kubernetes),
    signal,
  });
  const found = await listObjects(kube, "api/v1/persistentvolumeclaims", claimObject, { namespace, signal });
  return sets.flatMap(({ metadata: set, spec }) =>
    spec.volumeClaimTemplates.flatMap((template) =>
      Array.from({ length: spec.replicas }, (_, ordinal) => {
        const name = `${template.metadata.name}-${set.name}-${ordinal}`;
        const wanted = template.spec.resources.requests.storage;
        return claim(
          name,
          wanted,
          found.find(({ metadata }) => metadata.name === name),
        );
      }),
    ),
  );
}

function claim(
  name: string,
  wanted: string,
  found: z.infer<typeof claimObject> | undefined,
): VolumesRecord["claims"][number] {
  const capacity = found?.status.capacity.storage;
  return {
    name,
    wantedBytes: quantity(wanted) ?? 0,
    phase: found?.status.phase ?? "missing",
    requestedBytes: quantity(found?.spec.resources.requests.storage ?? "") ?? 0,
    ...(capacity === undefined ? {} : { capacityBytes: quantity(capacity) ?? 0 }),
  };
}

/**
 * Reads an ingester's disk usage, which Loki itself measures every 10 s (pkg/ingester/wal.go, monitorDisk, 3.7.8).
 * Reading Loki's metric needs no permission to query the node.
 */
async function diskOf({ name, url }: Member, signal: AbortSignal): Promise<VolumesRecord["disks"][number]> {
  try {
    const samples = await readMetrics(url, signal);
    const refusesAt = settingAt(await runningConfig(url, signal), ["ingester", "wal", "disk_full_threshold"]);
    const usedShare = sumOf(samples, "loki_ingester_wal_disk_usage_percent");
    const timesFull = sumOf(samples, "loki_ingester_wal_disk_full_failures_total");
    return {
      ingester: name,
      url,
      ...(usedShare === undefined ? {} : { usedShare }),
      ...(typeof refusesAt === "number" ? { refusesAt } : {}),
      ...(timesFull === undefined ? {} : { timesFull }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { ingester: name, url, problem: describeError(error) };
  }
}
