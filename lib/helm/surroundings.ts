/**
 * The facts about a stack that the chart needs. Contains no credentials, only the name of the Secret that
 * holds them.
 */
export interface ChartSurroundings {
  readonly namespace: string;
  /**
   * The name of the Helm release. Resources are named after it: "loki" gives "loki-querier" (chart,
   * `loki.fullname`).
   */
  readonly release: string;
  readonly s3: {
    /** The S3 endpoint as pods reach it: "http://minio.loki.svc.cluster.local:9000". If absent, AWS itself. */
    readonly endpoint?: string;
    readonly region: string;
    readonly forcePathStyle: boolean;
  };
  /**
   * A Secret in the namespace with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. If absent, pods use their own
   * role.
   */
  readonly credentialsSecret?: string;
  /**
   * The IAM role of Loki's ServiceAccount (IRSA): "arn:aws:iam::123456789012:role/loki". If absent, no
   * annotation sets one.
   */
  readonly roleArn?: string;
  /** The gateway's port on every node. If absent, its service stays inside the cluster. */
  readonly gatewayNodePort?: number;
}
