import { execa } from "execa";
import { applyManifests, type Manifest } from "../kube/apply-manifests.ts";
import { listPods, type Pod } from "../kube/pods.ts";
import { componentLabel, instanceLabel, type Kubernetes, ofRelease } from "../stack/release.ts";
import { type Sabotage, settled } from "./sabotage.fixture.ts";

/** A Service that somebody made to look at the distributors from outside, and left there. */
export const aroundGateway: Sabotage = {
  name: "a NodePort to the distributors",
  mustRed: ["kubernetes.around-gateway"],
  mayRed: [],
  inflict: async ({ kube, namespace, release }, signal) => {
    const selector = { [instanceLabel]: release, [componentLabel]: "distributor" };
    const spec = { type: "NodePort", selector, ports: [{ port: 3100, targetPort: 3100 }] };
    const service: Manifest = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "distributors-for-me", namespace },
      spec,
    };
    await applyManifests(kube, [service], signal);
  },
};

/** A disruption budget beside the chart's, under which no query-frontend may go. */
export const tightBudget: Sabotage = {
  name: "a budget that lets no query-frontend go",
  mustRed: ["kubernetes.budgets"],
  mayRed: [],
  inflict: async ({ kube, namespace, release }, signal) => {
    const matchLabels = { [instanceLabel]: release, [componentLabel]: "query-frontend" };
    const budget: Manifest = {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "all-or-nothing", namespace },
      spec: { minAvailable: "100%", selector: { matchLabels } },
    };
    await applyManifests(kube, [budget], signal);
  },
};

/** A rollout that stopped at one of the queriers: the same Loki by another version's name. */
export const halfRollout: Sabotage = {
  name: "a querier of another version",
  mustRed: ["kubernetes.versions"],
  mayRed: [],
  inflict: async (kubernetes, signal) => {
    const [querier] = await listPods(kubernetes.kube, { ...ofRelease(kubernetes, "querier"), signal });
    const image = querier?.containers.find(({ ready }) => ready)?.image ?? "";
    const other = image.replace(/:[^:]*$/, ":3.7.7");
    const node = `${kubernetes.kube.context.replace(/^kind-/, "")}-control-plane`;
    await execa("docker", ["exec", node, "ctr", "-n", "k8s.io", "images", "tag", image, other]);
    await patch(kubernetes, `/api/v1/namespaces/${kubernetes.namespace}/pods/${querier?.name}`, {
      operations: [{ op: "replace", path: "/spec/containers/0/image", value: other }],
      signal,
    });
    const runs = (pods: readonly Pod[]): boolean =>
      pods.every(({ ready }) => ready) &&
      pods.some(({ containers }) => containers.some((one) => one.image === other && one.restarts > 0));
    await settled(kubernetes, { component: "querier", holds: runs, signal });
  },
};

/**
 * One of three ingesters takes no push any more, for its disk is as full as it may get; two of three are a quorum. It
 * answers as one that shuts down, so that a push which the others refuse by a limit of theirs is 500 and not 429
 * (pkg/ingester/ingester.go, ErrReadOnly, 3.7.8).
 */
export const fullDisk: Sabotage = {
  name: "an ingester whose disk is full",
  mustRed: ["kubernetes.disks"],
  mayRed: [
    "chunks.replication",
    "reconciliation.streams",
    "limits.stream-rate",
    "limits.stream-count",
    "limits.discards",
  ],
  inflict: async (kubernetes, signal) => {
    const { namespace, release } = kubernetes;
    const earlier = await listPods(kubernetes.kube, { ...ofRelease(kubernetes, "ingester"), signal });
    const last = { type: "RollingUpdate", rollingUpdate: { partition: earlier.length - 1 } };
    const args = "/spec/template/spec/containers/0/args/-";
    await patch(kubernetes, `/apis/apps/v1/namespaces/${namespace}/statefulsets/${release}-ingester`, {
      operations: [
        { op: "add", path: "/spec/updateStrategy", value: last },
        { op: "add", path: args, value: "-ingester.wal-disk-full-threshold=0.0001" },
      ],
      signal,
    });
    const uids = new Set(earlier.map(({ uid }) => uid));
    const replaced = (pods: readonly Pod[]): boolean =>
      pods.length === earlier.length &&
      pods.some(({ uid }) => !uids.has(uid)) &&
      pods.every(({ ready, ending }) => ready && !ending);
    await settled(kubernetes, { component: "ingester", holds: replaced, signal });
  },
};

/** https://www.rfc-editor.org/rfc/rfc6902 */
async function patch(
  { kube }: Kubernetes,
  path: string,
  { operations, signal }: { readonly operations: readonly object[]; readonly signal: AbortSignal },
): Promise<void> {
  const contentType = "application/json-patch+json";
  await kube.request({ method: "PATCH", path, body: JSON.stringify(operations), contentType, signal });
}
