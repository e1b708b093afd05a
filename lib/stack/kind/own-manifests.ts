import type { Manifest } from "../../kube/apply-manifests.ts";
import type { MinioUsers } from "../minio-users.ts";
import { runIdVariable } from "../process-table.ts";
import type { KindPlace, KindState } from "./kind-state.ts";

/**
 * Name of the Secret in Loki's namespace that gives Loki's pods their S3 credentials. No Loki config contains
 * credentials.
 */
export const s3SecretName = "lokiproof-s3";

export const minioLabels = { "app.kubernetes.io/name": "minio" };

/** Returns the labels of every object that lokiproof makes. */
export function ownLabels(runId: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/managed-by": "lokiproof", "lokiproof/run-id": runId };
}

/** Names of the Services through which the gateway and MinIO are reached from outside the cluster. */
export const entrances = { gateway: "lokiproof-gateway", minio: "minio" } as const;

/**
 * Returns the manifests of every object that the chart does not make: the namespaces, MinIO, Loki's S3 credentials, and
 * the Services for access from outside.
 */
export function ownManifests(
  { plan, namespace: lokis, release, ownNamespace, credentials }: OwnState,
  { image, ports }: { readonly image: string; readonly ports?: NodePorts },
): readonly Manifest[] {
  const labels = ownLabels(plan.runId);
  const gateway = { "app.kubernetes.io/instance": release, "app.kubernetes.io/component": "gateway" };
  return [
    ...[...new Set([lokis, ownNamespace])].map((name) => namespace(name, labels)),
    ...minioManifests({ lokis, own: ownNamespace }, { runId: plan.runId, image, users: credentials }),
    nodePortService(entrances.minio, ownNamespace, labels, {
      ...minioPort,
      selector: minioLabels,
      ...(ports && { nodePort: ports.minio }),
    }),
    nodePortService(entrances.gateway, lokis, labels, {
      ...gatewayPort,
      selector: gateway,
      ...(ports && { nodePort: ports.gateway }),
    }),
  ];
}

type OwnState = Pick<KindState, "plan" | "credentials" | keyof KindPlace>;
/**
 * NodePorts of the gateway's and MinIO's Services for access from outside; if absent, the API server assigns free
 * ports.
 */
type NodePorts = Readonly<Record<keyof typeof entrances, number>>;
type Labels = Readonly<Record<string, string>>;

const minioPort = { port: 9000, targetPort: 9000 };
/**
 * The gateway Service's port, and the chart's name for the port that its gateway listens on
 * (templates/gateway/deployment-gateway-nginx.yaml).
 */
const gatewayPort = { port: 80, targetPort: "http-metrics" };

/**
 * Returns the manifests of MinIO and its administrator's Secret in lokiproof's namespace, and of the Secret with Loki's
 * S3 credentials in Loki's namespace.
 */
export function minioManifests(
  { lokis, own }: { readonly lokis: string; readonly own: string },
  { runId, image, users }: { readonly runId: string; readonly image: string; readonly users: MinioUsers },
): readonly Manifest[] {
  const labels = ownLabels(runId);
  // An environment variable that marks MinIO's processes as the run's, for nodes on this machine. CPU time of marked
  // processes does not count as taken from the run.
  const mark = { [runIdVariable]: runId };
  return [
    secret("minio-root", own, labels, {
      ...mark,
      MINIO_ROOT_USER: users.root.accessKeyId,
      MINIO_ROOT_PASSWORD: users.root.secretAccessKey,
    }),
    // Loki's AWS client finds only these credentials: no profile and no instance role of the machine under the
    // cluster.
    secret(s3SecretName, lokis, labels, {
      ...mark,
      AWS_ACCESS_KEY_ID: users.loki.accessKeyId,
      AWS_SECRET_ACCESS_KEY: users.loki.secretAccessKey,
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    }),
    minioDeployment(own, labels, image),
  ];
}

export function namespace(name: string, labels: Labels): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

function secret(name: string, namespace: string, labels: Labels, stringData: Labels): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace, labels }, stringData };
}

function nodePortService(
  name: string,
  namespace: string,
  labels: Labels,
  {
    selector,
    ...port
  }: {
    readonly selector: Labels;
    readonly port: number;
    readonly targetPort: number | string;
    readonly nodePort?: number;
  },
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: { type: "NodePort", selector, ports: [{ name: "http", protocol: "TCP", ...port }] },
  };
}

/** Returns MinIO's Deployment. MinIO's data is in the pod, so it is removed with the pod. */
function minioDeployment(namespace: string, labels: Labels, image: string): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "minio", namespace, labels },
    spec: {
      replicas: 1,
      strategy: { type: "Recreate" },
      selector: { matchLabels: minioLabels },
      template: {
        metadata: { labels: { ...labels, ...minioLabels } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          containers: [
            {
              name: "minio",
              image,
              imagePullPolicy: "IfNotPresent",
              args: ["server", "--quiet", "--address", ":9000", "/data"],
              env: [
                { name: "MINIO_BROWSER", value: "off" },
                { name: "MINIO_UPDATE", value: "off" },
              ],
              envFrom: [{ secretRef: { name: "minio-root" } }],
              ports: [{ name: "s3", containerPort: 9000 }],
              readinessProbe: { httpGet: { path: "/minio/health/ready", port: 9000 }, periodSeconds: 1 },
              volumeMounts: [{ name: "data", mountPath: "/data" }],
            },
          ],
          volumes: [{ name: "data", emptyDir: {} }],
        },
      },
    },
  };
}
