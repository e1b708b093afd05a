/**
 * The facts about a stack that the Helm chart needs. They contain no credentials, only the name of the Secret that
 * holds the credentials.
 */
export interface ChartSurroundings {
  readonly namespace: string;
  /**
   * The name of the Helm release, from which resources get their names: "loki" gives "loki-querier" (chart,
   * `loki.fullname`).
   */
  readonly release: string;
  readonly s3: {
    /** The S3 endpoint as pods reach it: "http://minio.loki.svc.cluster.local:9000". If absent, Loki uses AWS S3. */
    readonly endpoint?: string;
    readonly region: string;
    readonly forcePathStyle: boolean;
  };
  /**
   * The name of a Secret in the namespace with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. If absent, pods use their
   * own IAM role.
   */
  readonly credentialsSecret?: string;
  /**
   * The IAM role of Loki's ServiceAccount (IRSA): "arn:aws:iam::123456789012:role/loki". If absent, the ServiceAccount
   * gets no annotation for a role.
   */
  readonly roleArn?: string;
  /** The gateway's port on every node. If absent, the gateway's service is reachable only inside the cluster. */
  readonly gatewayNodePort?: number;
}
