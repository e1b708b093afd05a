import type { ChartSurroundings } from "./surroundings.ts";

/** For tests: a release "loki" in a namespace of the same name, with MinIO. */
export const surroundings = {
  namespace: "loki",
  release: "loki",
  s3: { endpoint: "http://minio.loki.svc.cluster.local:9000", region: "us-east-1", forcePathStyle: true },
  credentialsSecret: "loki-s3",
  gatewayNodePort: 30080,
} as const satisfies ChartSurroundings;
