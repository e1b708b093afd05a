import { z } from "zod";
import type { JsonObject } from "../base/json.ts";
import { poll } from "../base/poll.ts";
import { applyManifests, type Manifest, mergePatch } from "../kube/apply-manifests.ts";
import { readObject } from "../kube/list-objects.ts";
import { listPods, type Pod } from "../kube/pods.ts";
import { jsonObject } from "../scenario/json-schema.ts";
import { type Kubernetes, ofRelease } from "../stack/release.ts";
import { listenOutside } from "./outside-cluster.fixture.ts";

/** Breaks one pod of a release that is up, as no chart value can; resolves when it is broken. */
export interface Sabotage {
  readonly name: string;
  readonly mustRed: readonly string[];
  readonly mayRed: readonly string[];
  inflict(kubernetes: Kubernetes, signal: AbortSignal): Promise<void>;
}

const untilMs = 90_000;

/** One of three ingesters gets another program's image, which ends at once on Loki's arguments: it crash-loops. */
export const crashLoop: Sabotage = {
  name: "an ingester that crash-loops",
  mustRed: ["kubernetes.restarts", "ring.ready"],
  mayRed: [
    "ring.*",
    "durability.*",
    "chunks.*",
    "limits.*",
    "reconciliation.*",
    "kubernetes.versions",
    "kubernetes.budgets",
  ],
  inflict: async (kubernetes, signal) => {
    const { kube, namespace, release } = kubernetes;
    const [gateway] = await listPods(kube, { ...ofRelease(kubernetes, "gateway"), signal });
    const value = gateway?.containers[0]?.image ?? "";
    const name = `${release}-ingester-2`;
    await kube.request({
      method: "PATCH",
      path: `/api/v1/namespaces/${namespace}/pods/${name}`,
      body: JSON.stringify([{ op: "replace", path: "/spec/containers/0/image", value }]),
      contentType: "application/json-patch+json",
      signal,
    });
    const crashed = (pods: readonly Pod[]): boolean =>
      pods.some(
        (pod) => pod.name === name && pod.containers.some(({ waiting }) => waiting === "CrashLoopBackOff"),
      );
    await settled(kubernetes, { component: "ingester", holds: crashed, signal });
  },
};

const deployment = z.object({
  spec: z.object({
    replicas: z.int(),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({ containers: z.array(z.looseObject({ args: z.array(z.string()) })) }).and(jsonObject),
    }),
  }),
});

/** One of the queriers is told of a scheduler that is not there; it says ready, and no query ever reaches it. */
export const querierCutOff: Sabotage = {
  name: "a querier that cannot reach the schedulers",
  mustRed: ["routing.queriers", "routing.schedulers"],
  mayRed: ["routing.*", "kubernetes.budgets"],
  inflict: async (kubernetes, signal) => {
    const { kube, namespace } = kubernetes;
    const { name, replicas, template } = await queriersOf(kubernetes, signal);
    const { labels } = template.metadata;
    const cutOff = querierOf({ name: `${name}-cut-off`, namespace, labels }, template, "127.0.0.1:1");
    await applyManifests(kube, [cutOff], signal);
    const object = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace } };
    await mergePatch(kube, object, { patch: { spec: { replicas: replicas - 1 } }, signal });
    const allThere = (pods: readonly Pod[]): boolean =>
      pods.length === replicas && pods.every(({ ready, ending }) => ready && !ending);
    await settled(kubernetes, { component: "querier", holds: allThere, signal });
  },
};

/**
 * A pod in Loki's namespace talks to this machine, which is not a part of the cluster. The pod is a querier without the
 * release's labels, so that no other check looks at it. Its scheduler's address is a listener in the test's process.
 */
export const callsOutside: Sabotage = {
  name: "a pod that talks to something outside of the cluster",
  mustRed: ["safety.connections"],
  mayRed: [],
  inflict: async (kubernetes, signal) => {
    const { kube, namespace } = kubernetes;
    const { template } = await queriersOf(kubernetes, signal);
    const pod = { name: "calls-outside", namespace, labels: {} };
    await applyManifests(kube, [querierOf(pod, template, await listenOutside())], signal);
  },
};

async function queriersOf(
  { kube, namespace, release }: Kubernetes,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly replicas: number; readonly template: Template }> {
  const name = `${release}-querier`;
  const found = await readObject(kube, "apis/apps/v1/deployments", deployment, { namespace, name, signal });
  if (found === undefined) throw new Error(`expected a Deployment ${name}`);
  return { name, ...found.spec };
}

type Template = z.infer<typeof deployment>["spec"]["template"];

/** Returns a querier without a Deployment, which knows one scheduler. */
function querierOf(
  metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  },
  { spec }: Template,
  scheduler: string,
): Manifest {
  const flags = ["-query-scheduler.use-scheduler-ring=false", `-querier.scheduler-address=${scheduler}`];
  const containers = spec.containers.map((one) => ({ ...one, args: [...one.args, ...flags] }));
  const changed: JsonObject = { ...spec, containers: jsonObject.array().parse(containers) };
  return { apiVersion: "v1", kind: "Pod", metadata, spec: changed };
}

/** Resolves when what is true of a component's pods holds. */
export async function settled(
  kubernetes: Kubernetes,
  {
    component,
    holds,
    signal,
  }: {
    readonly component: string;
    readonly holds: (pods: readonly Pod[]) => boolean;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const selection = ofRelease(kubernetes, component);
  const seen = await poll((inTime) => listPods(kubernetes.kube, { ...selection, signal: inTime }), holds, {
    timeoutMs: untilMs,
    intervalMs: 500,
    signal,
  });
  if (!seen.settled)
    throw new Error(`${component}: not as sabotaged: ${seen.lastError ?? JSON.stringify(seen.last)}`);
}
