import type { Manifest } from "../../kube/apply-manifests.ts";
import { nodePorts } from "./kind-config.ts";
import { type KindState, lokiNamespace, lokiRelease, ownNamespace } from "./kind-state.ts";

/** Where Loki finds MinIO inside of the cluster. */
export const minioAddress = `http://minio.${ownNamespace}.svc.cluster.local:9000`;
/** The Secret in Loki's namespace that its pods have their S3 user from; no credential is in any of its configs. */
export const s3SecretName = "lokiproof-s3";

export const minioLabels = { "app.kubernetes.io/name": "minio" };

/** What every object of ours carries. */
export function ownLabels(runId: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/managed-by": "lokiproof", "lokiproof/run-id": runId };
}

/** The namespaces, MinIO, Loki's S3 user, and the way in to the gateway: all that is not the chart's. */
export function ownManifests({ plan, credentials }: KindState, minioImage: string): readonly Manifest[] {
  const labels = ownLabels(plan.runId);
  return [
    namespace(lokiNamespace, labels),
    namespace(ownNamespace, labels),
    secret("minio-root", ownNamespace, labels, {
      MINIO_ROOT_USER: credentials.root.accessKeyId,
      MINIO_ROOT_PASSWORD: credentials.root.secretAccessKey,
    }),
    // Loki's AWS client finds these and nothing else: no profile, no instance role of the machine under the cluster.
    secret(s3SecretName, lokiNamespace, labels, {
      AWS_ACCESS_KEY_ID: credentials.loki.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.loki.secretAccessKey,
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    }),
    minioDeployment(ownNamespace, labels, minioImage),
    nodePortService("minio", ownNamespace, labels, { ...minioPort, selector: minioLabels }),
    nodePortService("lokiproof-gateway", lokiNamespace, labels, {
      ...gatewayPort,
      selector: { "app.kubernetes.io/instance": lokiRelease, "app.kubernetes.io/component": "gateway" },
    }),
  ];
}

type Labels = Readonly<Record<string, string>>;

const minioPort = { port: 9000, targetPort: 9000, nodePort: nodePorts.minio };
/** The chart's name of the port that its gateway listens on (templates/gateway/deployment-gateway-nginx.yaml). */
const gatewayPort = { port: 80, targetPort: "http-metrics", nodePort: nodePorts.gateway };

export function namespace(name: string, labels: Labels): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export function secret(name: string, namespace: string, labels: Labels, stringData: Labels): Manifest {
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
    readonly nodePort: number;
  },
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: { type: "NodePort", selector, ports: [{ name: "http", protocol: "TCP", ...port }] },
  };
}

/** Its data lies in the pod: it goes with the cluster. */
export function minioDeployment(namespace: string, labels: Labels, image: string): Manifest {
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
