import { join } from "node:path";
import pLimit from "p-limit";
import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { listEvents } from "../../kube/events.ts";
import type { Kube } from "../../kube/kube.ts";
import { listObjects, metadata } from "../../kube/list-objects.ts";
import { podLogs } from "../../kube/pod-logs.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import { secrets as registry } from "../../output/secret-registry.ts";
import { writeWhole, writeWholeJson } from "../../output/write-whole.ts";

const configMap = z.object({ metadata, data: z.record(z.string(), z.string()).default({}) });

/** Maximum bytes that are copied of one container's log; a run logs far less. */
const limitBytes = 20_000_000;
const atOnce = 4;

export interface Collection {
  readonly dir: string;
  readonly namespaces: readonly string[];
  /** Secrets that must not appear in any collected file. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Writes the logs of every pod to logs/ in `dir`, including the logs from before a restart. Writes the ConfigMaps of
 * the namespaces to configs/, and their events to events-NAMESPACE.json. If a log cannot be read, its file contains the
 * reason.
 */
export async function collectPods(
  kube: Kube,
  { dir, namespaces, secrets, signal }: Collection,
): Promise<void> {
  for (const secret of secrets) registry.add(secret);
  const write = (folder: string, name: string, text: string): Promise<void> =>
    writeWhole(join(dir, folder, name), text);
  const limit = pLimit(atOnce);
  for (const namespace of namespaces) {
    const pods = await listPods(kube, { namespace, signal });
    const logs = pods.flatMap(logsOf).map(({ pod, container, previous }) =>
      limit(async () => {
        const text = await podLogs(kube, pod, { container, previous, limitBytes, signal }).catch(
          describeError,
        );
        const of = pod.containers.length > 1 ? `${pod.name}.${container}` : pod.name;
        await write("logs", `${of}${previous ? ".previous" : ""}.log`, text);
      }),
    );
    await Promise.all(logs);
    const maps = await listObjects(kube, "api/v1/configmaps", configMap, { namespace, signal });
    for (const { metadata: of, data } of maps.filter(
      ({ metadata: { name } }) => name !== "kube-root-ca.crt",
    )) {
      for (const [key, text] of Object.entries(data)) await write("configs", `${of.name}.${key}`, text);
    }
    const events = await listEvents(kube, { namespace, signal });
    await writeWholeJson(join(dir, `events-${namespace}.json`), events);
  }
}

function logsOf(pod: Pod): { readonly pod: Pod; readonly container: string; readonly previous: boolean }[] {
  return pod.containers.flatMap(({ name, restarts }) =>
    (restarts > 0 ? [false, true] : [false]).map((previous) => ({ pod, container: name, previous })),
  );
}
