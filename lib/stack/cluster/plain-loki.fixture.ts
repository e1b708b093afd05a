import { join } from "node:path";
import { stringify } from "yaml";
import { poll } from "../../base/poll.ts";
import { makeBucket } from "../../s3/bucket.ts";
import { type BareCluster, bareCluster, freePort, lab } from "./bare-cluster.fixture.ts";

/** A Loki as somebody else installed it: by plain Helm, with a MinIO beside it, on a kind cluster. For e2e tests. */
export interface PlainLoki extends AsyncDisposable {
  readonly cluster: BareCluster;
  readonly namespace: string;
  /** The gateway, by a NodePort that whoever runs it gave it. */
  readonly gatewayUrl: string;
  /** Whoever reads the bucket has these in the environment. */
  readonly credentials: Readonly<Record<string, string>>;
}

const namespace = "loki";
const nodePorts = { gateway: 30_080, minio: 30_900 };
const root = { AWS_ACCESS_KEY_ID: "minioadmin", AWS_SECRET_ACCESS_KEY: "minioadmin" };
const values = join(import.meta.dirname, "plain-loki.values.yaml");

/**
 * Needs kind, helm, kubectl and docker on PATH, and the lab's environment. MinIO is in Loki's namespace, or in another.
 * `queriers` are flags that they alone have.
 */
export async function plainLoki({
  storeNamespace = namespace,
  queriers = [],
}: {
  readonly storeNamespace?: string;
  readonly queriers?: readonly string[];
} = {}): Promise<PlainLoki> {
  const { images, charts } = lab();
  const ports = { gateway: await freePort(), minio: await freePort() };
  await using made = new AsyncDisposableStack();
  const cluster = made.use(
    await bareCluster("plain", { [nodePorts.gateway]: ports.gateway, [nodePorts.minio]: ports.minio }),
  );
  for (const archive of ["loki-3.7.8.tar", "minio.tar", "nginx.tar"])
    await cluster.load(join(images, archive));
  await cluster.call("kubectl", ["apply", "-f", "-"], manifests(storeNamespace));
  const rollout = ["rollout", "status", "deployment/minio", "--timeout", "120s"];
  await cluster.call("kubectl", ["-n", storeNamespace, ...rollout]);
  await makeTheBucket(`http://127.0.0.1:${ports.minio}`);
  const endpoint = `loki.storage.s3.endpoint=http://minio.${storeNamespace}.svc.cluster.local:9000`;
  const flags = queriers.length === 0 ? [] : ["--set", `querier.extraArgs={${queriers.join(",")}}`];
  const given = ["-f", values, "--set", endpoint, ...flags];
  const chart = ["install", "loki", join(charts, "loki-6.55.0"), "-n", namespace, ...given];
  await cluster.call("helm", [...chart, "--wait", "--timeout", "8m"]);
  const own = made.move();
  return {
    cluster,
    namespace,
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    credentials: root,
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

/** A NodePort leads nowhere for a moment after its pod is ready. */
async function makeTheBucket(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY };
  const bucket = { endpoint, region: "us-east-1", bucket: "loki-chunks", forcePathStyle: true, credentials };
  const signal = AbortSignal.timeout(60_000);
  const make = (inTime: AbortSignal): Promise<void> => makeBucket(bucket, inTime);
  await poll(make, () => true, { timeoutMs: 30_000, signal });
}

function manifests(storeNamespace: string): string {
  const metadata = (name: string): object => ({
    name,
    namespace: name === "minio" ? storeNamespace : namespace,
    labels: { app: name },
  });
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
    ...[...new Set([namespace, storeNamespace])].map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    })),
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
