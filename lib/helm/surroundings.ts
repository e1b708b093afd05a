/** What a stack tells the chart of itself; never a credential, only the name of the Secret that holds them. */
export interface ChartSurroundings {
  readonly namespace: string;
  /** Of the Helm release; resources are named after it: "loki" gives "loki-querier" (chart, `loki.fullname`). */
  readonly release: string;
  readonly s3: {
    /** As pods reach it: "http://minio.loki.svc.cluster.local:9000". Absent: AWS itself. */
    readonly endpoint?: string;
    readonly region: string;
    readonly forcePathStyle: boolean;
  };
  /** A Secret in the namespace with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; absent: the pods' own role. */
  readonly credentialsSecret?: string;
  /** The IAM role of Loki's ServiceAccount (IRSA): "arn:aws:iam::123456789012:role/loki"; absent: none by annotation. */
  readonly roleArn?: string;
  /** The gateway's port on every node; absent: the service stays inside the cluster. */
  readonly gatewayNodePort?: number;
}
