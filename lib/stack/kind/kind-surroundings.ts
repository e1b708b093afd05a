import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { KindPlace } from "./kind-state.ts";
import { s3SecretName } from "./own-manifests.ts";

/**
 * Returns the addresses that the chart's values must refer to. MinIO is addressed by its Service. The chart's own
 * gateway Service stays unchanged; lokiproof adds a separate one.
 */
export function kindSurroundings({ namespace, release, ownNamespace }: KindPlace): ChartSurroundings {
  const endpoint = `http://minio.${ownNamespace}.svc.cluster.local:9000`;
  return {
    namespace,
    release,
    s3: { endpoint, region: "us-east-1", forcePathStyle: true },
    credentialsSecret: s3SecretName,
  };
}
