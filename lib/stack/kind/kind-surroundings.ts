import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { KindPlace } from "./kind-state.ts";
import { s3SecretName } from "./own-manifests.ts";

/** What the chart's values are tied to, MinIO by its Service. The gateway keeps its own Service: beside it there is ours. */
export function kindSurroundings({ namespace, release, ownNamespace }: KindPlace): ChartSurroundings {
  const endpoint = `http://minio.${ownNamespace}.svc.cluster.local:9000`;
  return {
    namespace,
    release,
    s3: { endpoint, region: "us-east-1", forcePathStyle: true },
    credentialsSecret: s3SecretName,
  };
}
