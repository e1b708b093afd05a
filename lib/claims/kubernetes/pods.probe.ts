import { z } from "zod";
import { listPods, type Pod } from "../../kube/pods.ts";
import type { Phase, Probe, ProbeContext } from "../../probe/probe.ts";
import { chartLabel, componentLabel, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";

const containerSeen = z.strictObject({
  name: z.string(),
  image: z.string(),
  ready: z.boolean(),
  restarts: z.int(),
  waiting: z.string().optional(),
  lastEnd: z.strictObject({ reason: z.string(), exitCode: z.int(), at: z.string() }).optional(),
});

const podSeen = z.strictObject({
  name: z.string(),
  uid: z.string(),
  component: z.string(),
  chart: z.string(),
  phase: z.string(),
  ready: z.boolean(),
  unschedulable: z.string().optional(),
  containers: z.array(containerSeen),
});
export type PodSeen = z.infer<typeof podSeen>;

const podsRecord = z.strictObject({ kubectl: z.string(), pods: z.array(podSeen) });
export type PodsRecord = z.infer<typeof podsRecord>;

/** Reads the release's pods. Three probes do so, at different moments of the run. */
export const podsBeforeProbe = podsProbe("kubernetes.pods-before", "before");
export const podsAfterProbe = podsProbe("kubernetes.pods-after", "after");
/** Reads the release's pods after every other disturbing probe has ended. */
export const podsEndProbe = { ...podsProbe("kubernetes.pods-end", "disturbing"), order: 1000 };

function podsProbe(id: string, phase: Phase): Probe<PodsRecord> {
  return { id, phase, record: podsRecord, timeoutMs: 20_000, needs: ["kubernetes"], observe };
}

async function observe({ stack }: ProbeContext, signal: AbortSignal): Promise<PodsRecord> {
  const kubernetes = kubernetesOf(stack);
  const pods = await listPods(kubernetes.kube, { ...ofRelease(kubernetes), signal });
  return { kubectl: kubectl(kubernetes), pods: pods.filter(({ ending }) => !ending).map(seen) };
}

function seen({ name, uid, labels, phase, ready, unschedulable, containers }: Pod): PodSeen {
  return {
    name,
    uid,
    component: labels[componentLabel] ?? "",
    chart: labels[chartLabel] ?? "",
    phase,
    ready,
    ...(unschedulable === undefined ? {} : { unschedulable }),
    containers: containers.map(({ waiting, lastEnd, ...container }) => ({
      ...container,
      ...(waiting === undefined ? {} : { waiting }),
      ...(lastEnd === undefined ? {} : { lastEnd: { ...lastEnd } }),
    })),
  };
}
