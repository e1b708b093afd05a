import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { type Kube, KubeError } from "../../kube/kube.ts";
import { listObjects, readObject } from "../../kube/list-objects.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import type { S3Access } from "../stack.ts";
import { type LearnedBucket, serviceOf } from "./learn-bucket.ts";
import { selectorOf } from "./mapping.ts";

/** The user's connection settings for the S3 bucket, which take precedence over those in Loki's config. */
export interface BucketFlags {
  readonly endpoint?: string;
  readonly region?: string;
  readonly pathStyle?: boolean;
}

export interface BucketWay {
  readonly kube: Kube;
  readonly namespace: string;
  readonly learned: LearnedBucket | undefined;
  readonly flags: BucketFlags;
  /** Receives the tunnel to the object store, if a tunnel is needed. */
  readonly opening: AsyncDisposableStack;
  readonly signal: AbortSignal;
}

/**
 * Returns how to read Loki's S3 bucket. Credentials come from the AWS default chain (profile, SSO, IRSA, environment).
 * The address comes from the flags, else from Loki's own config. A store that is a service of the cluster (MinIO) is
 * reached through a tunnel to one of its pods.
 */
export async function bucketAccess(bucket: string, way: BucketWay): Promise<S3Access> {
  const { learned, flags } = way;
  return {
    endpoint: flags.endpoint ?? (await endpointOf(way)),
    region: flags.region ?? (learned?.region || (process.env["AWS_REGION"] ?? "us-east-1")),
    bucket,
    forcePathStyle: flags.pathStyle ?? learned?.forcePathStyle ?? false,
    credentials: undefined,
  };
}

async function endpointOf(way: BucketWay): Promise<string | undefined> {
  const { endpoint = "", insecure = false } = way.learned ?? {};
  const inside = serviceOf(endpoint, way.namespace);
  if (inside !== undefined) {
    const tunnel = await tunnelToService(inside, way).catch(undefinedWhereForbidden);
    if (tunnel !== undefined) return tunnel;
  }
  if (endpoint === "") return undefined;
  return endpoint.includes("://") ? endpoint : `${insecure ? "http" : "https"}://${endpoint}`;
}

/**
 * Returns undefined for a 403; otherwise throws the error again. A user who is not permitted to read the store's
 * namespace might still run inside the cluster, where the store's own address works.
 */
function undefinedWhereForbidden(error: unknown): undefined {
  if (error instanceof KubeError && error.status === 403) return undefined;
  throw error;
}

const service = z.object({
  spec: z.object({
    selector: z.record(z.string(), z.string()).default({}),
    ports: z.array(z.object({ port: z.int(), targetPort: z.union([z.int(), z.string()]).optional() })),
  }),
});
const podPorts = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    containers: z.array(
      z.object({
        ports: z.array(z.object({ name: z.string().optional(), containerPort: z.int() })).default([]),
      }),
    ),
  }),
});

async function tunnelToService(
  inside: { readonly service: string; readonly namespace: string; readonly port: number },
  { kube, opening, signal }: BucketWay,
): Promise<string> {
  const { namespace, service: name, port } = inside;
  const found = await readObject(kube, "api/v1/services", service, { namespace, name, signal });
  const labels = selectorOf(found?.spec.selector ?? {});
  const pods =
    labels === "" ? [] : await listObjects(kube, "api/v1/pods", podPorts, { namespace, labels, signal });
  const [pod] = pods;
  if (found === undefined || pod === undefined) {
    throw new HarnessError(
      `service ${name} of namespace ${namespace}, which holds Loki's bucket: expected a pod behind it, got none`,
      {
        code: "NO_BUCKET_POD",
        hint: "give its address: --s3-endpoint URL",
      },
    );
  }
  const target = found.spec.ports.find((one) => one.port === port)?.targetPort ?? port;
  const ports = pod.spec.containers.flatMap((container) => container.ports);
  const number =
    typeof target === "number" ? target : ports.find((one) => one.name === target)?.containerPort;
  const podName = (): string => pod.metadata.name;
  return opening.use(await openTunnel(kube, { namespace, port: number ?? port, podName })).url;
}
