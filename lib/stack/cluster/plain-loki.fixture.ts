import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { poll } from "../../base/poll.ts";
import { makeBucket } from "../../s3/bucket.ts";

/** A Loki as somebody else installed it: by plain Helm, with a MinIO beside it, on a kind cluster. For e2e tests. */
export interface PlainLoki extends AsyncDisposable {
  readonly dir: string;
  readonly kubeconfig: string;
  readonly context: string;
  readonly namespace: string;
  /** The gateway, by a NodePort that whoever runs it gave it. */
  readonly gatewayUrl: string;
  /** Whoever reads the bucket has these in the environment. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Every object of the namespace, "pods/loki-ingester-0 UID"; what a cluster makes by itself all the time is left out. */
  objects(): Promise<readonly string[]>;
  /** Every namespace, and what reaches over them all by the chart. */
  namespaces(): Promise<readonly string[]>;
}

const namespace = "loki";
const nodePorts = { gateway: 30_080, minio: 30_900 };
const root = { AWS_ACCESS_KEY_ID: "minioadmin", AWS_SECRET_ACCESS_KEY: "minioadmin" };
const values = join(import.meta.dirname, "plain-loki.values.yaml");

/** Needs kind, helm, kubectl and docker on PATH, and LAB_NODE_IMAGE, LAB_IMAGES and LAB_CHARTS in the environment. */
export async function plainLoki(): Promise<PlainLoki> {
  const lab = { node: given("LAB_NODE_IMAGE"), images: given("LAB_IMAGES"), charts: given("LAB_CHARTS") };
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-plain-"));
  const name = `plain-${process.pid.toString(36)}`;
  const kubeconfig = join(dir, "kubeconfig");
  await using made = new AsyncDisposableStack();
  made.defer(() => rm(dir, { recursive: true, force: true }));
  const env = { KIND_EXPERIMENTAL_DOCKER_NETWORK: name, KUBECONFIG: kubeconfig };
  const call = async (program: string, args: readonly string[], input?: string): Promise<string> =>
    (await execa(program, [...args], { env, ...(input === undefined ? { stdin: "ignore" } : { input }) }))
      .stdout;
  const ports = { gateway: await freePort(), minio: await freePort() };
  await writeFile(join(dir, "kind.yaml"), kindConfig(ports));
  made.defer(async () => {
    await call("docker", ["network", "rm", name]).catch(() => undefined);
  });
  await call("docker", [
    "network",
    "create",
    "-o",
    "com.docker.network.bridge.enable_ip_masquerade=true",
    name,
  ]);
  made.defer(async () => {
    await call("kind", ["delete", "cluster", "--name", name]);
  });
  const node = ["--image", lab.node];
  await call("kind", [
    "create",
    "cluster",
    "--name",
    name,
    "--config",
    join(dir, "kind.yaml"),
    ...node,
    "--wait",
    "120s",
  ]);
  for (const archive of ["loki-3.7.8.tar", "minio.tar", "nginx.tar"]) {
    await call("kind", ["load", "image-archive", join(lab.images, archive), "--name", name]);
  }
  await call("kubectl", ["apply", "-f", "-"], manifests());
  await call("kubectl", ["-n", namespace, "rollout", "status", "deployment/minio", "--timeout", "120s"]);
  const endpoint = `http://127.0.0.1:${ports.minio}`;
  const credentials = { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY };
  const bucket = { endpoint, region: "us-east-1", bucket: "loki-chunks", forcePathStyle: true, credentials };
  // A NodePort leads nowhere for a moment after its pod is ready.
  const signal = AbortSignal.timeout(60_000);
  await poll(
    (inTime) => makeBucket(bucket, inTime),
    () => true,
    { timeoutMs: 30_000, signal },
  );
  const chart = join(lab.charts, "loki-6.55.0");
  await call("helm", ["install", "loki", chart, "-n", namespace, "-f", values, "--wait", "--timeout", "8m"]);
  const own = made.move();
  return {
    dir,
    kubeconfig,
    context: `kind-${name}`,
    namespace,
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    credentials: root,
    objects: () => objectsOf(call),
    namespaces: async () => {
      const kinds = "namespaces,clusterroles,clusterrolebindings,persistentvolumes";
      return (await call("kubectl", ["get", kinds, "-o", "name"])).split("\n").sort();
    },
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

function given(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  throw new Error(`${name} is not set: expected the environment of a lab that has kind, images and charts`);
}

/** Loopback ports lead to the NodePorts; the lab's node image brings its own network. */
function kindConfig(ports: Readonly<Record<keyof typeof nodePorts, number>>): string {
  const mappings = (["gateway", "minio"] as const).map((name) => ({
    containerPort: nodePorts[name],
    hostPort: ports[name],
    listenAddress: "127.0.0.1",
  }));
  return stringify({
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    networking: { disableDefaultCNI: true, podSubnet: "10.245.0.0/16" },
    nodes: [{ role: "control-plane", extraPortMappings: mappings }],
  });
}

function manifests(): string {
  const metadata = (name: string): object => ({ name, namespace, labels: { app: name } });
  const minio = {
    name: "minio",
    image: "docker.io/minio/minio:latest",
    imagePullPolicy: "IfNotPresent",
    args: ["server", "/data"],
    env: [
      { name: "MINIO_ROOT_USER", value: "minioadmin" },
      { name: "MINIO_ROOT_PASSWORD", value: "minioadmin" },
    ],
    ports: [{ name: "s3", containerPort: 9000 }],
    readinessProbe: { httpGet: { path: "/minio/health/ready", port: 9000 }, periodSeconds: 1 },
  };
  const template = { metadata: { labels: { app: "minio" } }, spec: { containers: [minio] } };
  const service = (name: string, selector: object, ports: readonly object[]): object => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(name),
    spec: { type: "NodePort", selector, ports },
  });
  const gateway = { "app.kubernetes.io/instance": "loki", "app.kubernetes.io/component": "gateway" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata("minio"),
      spec: { selector: { matchLabels: { app: "minio" } }, template },
    },
    service("minio", { app: "minio" }, [{ port: 9000, targetPort: "s3", nodePort: nodePorts.minio }]),
    service("the-way-in", gateway, [{ port: 80, targetPort: "http-metrics", nodePort: nodePorts.gateway }]),
  ]
    .map((one) => stringify(one))
    .join("---\n");
}

type Call = (program: string, args: readonly string[]) => Promise<string>;

async function objectsOf(call: Call): Promise<readonly string[]> {
  const kinds = await call("kubectl", ["api-resources", "--namespaced", "--verbs=list", "-o", "name"]);
  const lasting = kinds.split("\n").filter((kind) => kind !== "" && !/^(events|leases)\b|metrics/.test(kind));
  const columns = "custom-columns=KIND:.kind,NAME:.metadata.name,UID:.metadata.uid";
  const lists = await call("kubectl", [
    "-n",
    namespace,
    "get",
    lasting.join(","),
    "-o",
    columns,
    "--no-headers",
  ]);
  return lists
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replaceAll(/\s+/g, " "))
    .sort();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
