import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { type BareCluster, bareCluster, lab } from "../stack/cluster/bare-cluster.fixture.ts";
import { ownImage, ownImageName } from "../stack/cluster/own-image.fixture.ts";

/** A cluster of somebody's that lokiproof may install into, with what must not be touched by it. */
export interface InstalledCluster extends AsyncDisposable {
  readonly cluster: BareCluster;
  /** Of `lokiproof run smoke`, its load from a pod there. */
  readonly flags: readonly string[];
  /** All that is cluster-wide, and all that is in the namespaces of others. */
  contents(): Promise<readonly string[]>;
}

/** One node, and not the memory for caches of a cluster's size. */
const values = `ingester: { affinity: null }
distributor: { affinity: null }
querier: { affinity: null }
queryFrontend: { affinity: null }
queryScheduler: { affinity: null }
indexGateway: { affinity: null }
compactor: { affinity: null }
ruler: { affinity: null }
gateway: { affinity: null, replicas: 1 }
chunksCache: { enabled: false }
resultsCache: { enabled: false }
`;

const archives = ["loki-3.7.8.tar", "nginx.tar"];
const bystanders = ["default", "someone-elses", "lokiproof-someone-elses"];

/** A cluster of somebody's in which things of others run, with no Loki. Needs the same as `bareCluster`. */
export async function inhabitedCluster(
  prefix: string,
): Promise<AsyncDisposable & Pick<InstalledCluster, "cluster" | "contents">> {
  await using made = new AsyncDisposableStack();
  const cluster = made.use(await bareCluster(prefix));
  await cluster.load(join(lab().images, "minio.tar"));
  await cluster.call("kubectl", ["apply", "-f", "-"], someoneElses());
  const rollout = ["rollout", "status", "deployment/theirs", "--timeout", "120s"];
  await cluster.call("kubectl", ["-n", "someone-elses", ...rollout]);
  const own = made.move();
  return {
    cluster,
    contents: async () => {
      const lists = [await cluster.objects()];
      for (const namespace of bystanders) lists.push(await cluster.objects(namespace));
      return lists.flat();
    },
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

/** Needs kind, kubectl and docker on PATH, and the lab's environment. */
export async function installedCluster(): Promise<InstalledCluster> {
  const { images, charts } = lab();
  await using made = new AsyncDisposableStack();
  const { cluster, contents } = made.use(await inhabitedCluster("install"));
  for (const archive of archives) await cluster.load(join(images, archive));
  await cluster.load(await ownImage(cluster.dir));
  const file = join(cluster.dir, "one-node.yaml");
  await writeFile(file, values);
  const own = made.move();
  const where = ["--context", cluster.context, "--kubeconfig", cluster.kubeconfig];
  const chart = ["--chart", join(charts, "loki-6.55.0"), "--images", images, "-f", file];
  const load = ["--generators", "1", "--generator-image", ownImageName, "--ceiling-factor", "4"];
  return {
    cluster,
    flags: ["--stack", "cluster", "--install", ...where, ...chart, ...load, "--yes"],
    contents,
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

/** A program with a volume, rights over the cluster as Helm writes them, and a namespace that another lokiproof made. */
function someoneElses(): string {
  const namespace = "someone-elses";
  const labels = { "app.kubernetes.io/managed-by": "Helm" };
  const annotations = { "meta.helm.sh/release-name": "loki", "meta.helm.sh/release-namespace": namespace };
  const rbac = "rbac.authorization.k8s.io";
  const role = { metadata: { name: "someone-elses", labels, annotations }, apiVersion: `${rbac}/v1` };
  const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "theirs" } }];
  const minio = {
    name: "minio",
    image: "docker.io/minio/minio:latest",
    imagePullPolicy: "Never",
    args: ["server", "/data"],
    volumeMounts: [{ name: "data", mountPath: "/data" }],
  };
  const template = {
    metadata: { labels: { app: "theirs" } },
    spec: { containers: [minio], volumes },
  };
  const ours = { "app.kubernetes.io/managed-by": "lokiproof", "lokiproof/run-id": "someone-elses" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "lokiproof-someone-elses", labels: ours } },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "theirs", namespace },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "theirs", namespace },
      spec: { selector: { matchLabels: { app: "theirs" } }, template },
    },
    { ...role, kind: "ClusterRole", rules: [] },
    {
      ...role,
      kind: "ClusterRoleBinding",
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "someone-elses" },
    },
  ]
    .map((one) => stringify(one))
    .join("---\n");
}
