import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import { kindSurroundings } from "../kind/kind-surroundings.ts";
import { minioLabels, minioManifests, namespace, ownLabels } from "../kind/own-manifests.ts";
import type { MinioUsers } from "../minio-users.ts";

/** The Helm release's name, always the same because its namespace has only one release. */
export const installedRelease = "loki";

/** An S3 bucket of the user's, which Loki's pods access with their own role. If absent, lokiproof installs a MinIO. */
export interface GivenBucket {
  readonly region: string;
  /** The AWS role for the pods' ServiceAccount (IRSA). If absent, the pods get their permissions in another way. */
  readonly roleArn?: string;
}

export function installSurroundings(name: string, bucket: GivenBucket | undefined): ChartSurroundings {
  const of = { namespace: name, release: installedRelease };
  if (bucket !== undefined) {
    const role = bucket.roleArn === undefined ? {} : { roleArn: bucket.roleArn };
    return { ...of, ...role, s3: { region: bucket.region, forcePathStyle: false } };
  }
  return kindSurroundings({ ...of, ownNamespace: name });
}

/** Returns the manifest of the namespace, with the run's label that `deleteNamespace` requires. */
export function namespaceManifest(name: string, runId: string): Manifest {
  return namespace(name, ownLabels(runId));
}

/**
 * Returns the manifests of MinIO, its administrator's and Loki's credentials, and its Service, all in one namespace.
 */
export function storeManifests(
  name: string,
  of: { readonly runId: string; readonly image: string; readonly users: MinioUsers },
): readonly Manifest[] {
  return [
    ...minioManifests({ lokis: name, own: name }, of),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "minio", namespace: name, labels: ownLabels(of.runId) },
      spec: { selector: minioLabels, ports: [{ name: "s3", protocol: "TCP", port: 9000, targetPort: 9000 }] },
    },
  ];
}
