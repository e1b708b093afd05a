import { z } from "zod";
import { type Kube, KubeError } from "../../kube/kube.ts";
import { listObjects, metadata } from "../../kube/list-objects.ts";
import { listWorkloads } from "../../kube/workloads.ts";
import type { SeenWorkload } from "./find-members.ts";
import type { SeenConfigMap } from "./learn-overrides.ts";

/** Objects read from a namespace; `problem` is set if the user is not permitted to read them. */
export interface ReadObjects<T> {
  readonly found: readonly T[];
  readonly problem?: string;
}

interface Where {
  readonly namespace: string;
  readonly signal: AbortSignal;
}

const configMap = z.object({ metadata, data: z.record(z.string(), z.string()).default({}) });

/** Returns the Deployments and StatefulSets of a namespace. */
export async function readWorkloads(kube: Kube, where: Where): Promise<ReadObjects<SeenWorkload>> {
  return allowed(
    "replicas: the pods that there are, as this user may read no Deployments and StatefulSets",
    () => listWorkloads(kube, where),
  );
}

/** Returns the ConfigMaps of a namespace. */
export async function readConfigMaps(kube: Kube, where: Where): Promise<ReadObjects<SeenConfigMap>> {
  return allowed("not known, as this user may read no ConfigMaps", async () => {
    const maps = await listObjects(kube, "api/v1/configmaps", configMap, where);
    return maps.map(({ metadata: { name, labels }, data }) => ({ name, labels, data }));
  });
}

async function allowed<T>(problem: string, read: () => Promise<readonly T[]>): Promise<ReadObjects<T>> {
  try {
    return { found: await read() };
  } catch (error) {
    if (error instanceof KubeError && error.status === 403) return { found: [], problem };
    throw error;
  }
}
