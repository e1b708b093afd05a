import type { JsonObject } from "../base/json.ts";
import type { Plan } from "../plan/plan.ts";
import type { ChartSurroundings } from "./surroundings.ts";

/**
 * Returns the chart values that tie a release to lokiproof's stack and disable everything that would reach outside the
 * stack. They override all other values.
 */
export function safetyValues(plan: Plan, around: ChartSurroundings): JsonObject {
  const bucket = plan.breakage?.bucket ?? plan.bucket;
  const { endpoint, region, forcePathStyle } = around.s3;
  return {
    fullnameOverride: around.release,
    loki: {
      storage: {
        type: "s3",
        use_thanos_objstore: false,
        bucketNames: { chunks: bucket, ruler: bucket, admin: bucket },
        s3: {
          ...(endpoint === undefined ? {} : { endpoint, insecure: endpoint.startsWith("http://") }),
          region,
          s3ForcePathStyle: forcePathStyle,
        },
      },
    },
    ...(around.credentialsSecret === undefined
      ? {}
      : { global: { extraEnvFrom: [{ secretRef: { name: around.credentialsSecret } }] } }),
    serviceAccount: {
      create: true,
      name: around.release,
      ...(around.roleArn === undefined
        ? {}
        : { annotations: { "eks.amazonaws.com/role-arn": around.roleArn } }),
    },
    gateway: gateway(around),
    ...nothingOutside,
  };
}

function gateway({ gatewayNodePort }: ChartSurroundings): JsonObject {
  return {
    basicAuth: { enabled: false },
    ingress: { enabled: false },
    ...(gatewayNodePort === undefined ? {} : { service: { type: "NodePort", nodePort: gatewayNodePort } }),
  };
}

const nothingOutside: JsonObject = {
  enterprise: { enabled: false },
  // Avoids the chart's ClusterRole. The ClusterRole is named after the release, so two releases with one name in a
  // cluster could not both own it.
  rbac: { namespaced: true },
  minio: { enabled: false },
  ingress: { enabled: false },
  test: { enabled: false },
  lokiCanary: { enabled: false },
  sidecar: { rules: { enabled: false } },
  monitoring: {
    dashboards: { enabled: false },
    rules: { enabled: false },
    serviceMonitor: { enabled: false },
    selfMonitoring: { enabled: false, grafanaAgent: { installOperator: false } },
  },
};
