import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { Manifest } from "../../kube/apply-manifests.ts";
import { kindSurroundings } from "../kind/kind-surroundings.ts";
import { minioLabels, minioManifests, namespace, ownLabels } from "../kind/own-manifests.ts";
import type { MinioUsers } from "../minio-users.ts";

/** The release's name: of its namespace there is only one. */
export const installedRelease = "loki";

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
  return kindSurroundings({ ...of, ownNamespace: name });
}

/** The namespace, labelled with the run: what `deleteNamespace` goes by. */
export function namespaceManifest(name: string, runId: string): Manifest {
  return namespace(name, ownLabels(runId));
}

/** MinIO, its root, Loki's user of it and the way to it, all in the one namespace. */
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
