import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import {
  minioDeployment,
  minioLabels,
  namespace,
  ownLabels,
  s3SecretName,
  secret,
} from "../kind/own-manifests.ts";
import type { MinioUsers } from "../minio-users.ts";

/** The release's name: of its namespace there is only one. */
export const installedRelease = "loki";

/** A name of Kubernetes has 63 characters at most; what tells two runs of one scenario apart stands at its end. */
export function ownNamespaceOf(runId: string): string {
  return `lokiproof-${runId.slice(-(63 - "lokiproof-".length)).replace(/^-+/, "")}`;
}

/** A bucket of the user's, which Loki's pods reach by a role of their own; absent: a MinIO of ours. */
export interface GivenBucket {
  readonly region: string;
  /** Of the ServiceAccount (IRSA); absent: the pods have it otherwise. */
  readonly roleArn?: string;
}

export function installSurroundings(name: string, bucket: GivenBucket | undefined): ChartSurroundings {
  const of = { namespace: name, release: installedRelease };
  if (bucket !== undefined) {
    const role = bucket.roleArn === undefined ? {} : { roleArn: bucket.roleArn };
    return { ...of, ...role, s3: { region: bucket.region, forcePathStyle: false } };
  }
  const endpoint = `http://minio.${name}.svc.cluster.local:9000`;
  return {
    ...of,
    s3: { endpoint, region: "us-east-1", forcePathStyle: true },
    credentialsSecret: s3SecretName,
  };
}

/** The namespace, labelled with the run: what `deleteNamespace` goes by. */
export function namespaceManifest(name: string, runId: string): Manifest {
  return namespace(name, ownLabels(runId));
}

/** MinIO, its root, and Loki's user of it, all in the one namespace. */
export function minioManifests(
  name: string,
  { runId, image, users }: { readonly runId: string; readonly image: string; readonly users: MinioUsers },
): readonly Manifest[] {
  const labels = ownLabels(runId);
  return [
    secret("minio-root", name, labels, {
      MINIO_ROOT_USER: users.root.accessKeyId,
      MINIO_ROOT_PASSWORD: users.root.secretAccessKey,
    }),
    secret(s3SecretName, name, labels, {
      AWS_ACCESS_KEY_ID: users.loki.accessKeyId,
      AWS_SECRET_ACCESS_KEY: users.loki.secretAccessKey,
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    }),
    minioDeployment(name, labels, image),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "minio", namespace: name, labels },
      spec: { selector: minioLabels, ports: [{ name: "s3", protocol: "TCP", port: 9000, targetPort: 9000 }] },
    },
  ];
}
