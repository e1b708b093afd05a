import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { listObjects, metadata } from "../../kube/list-objects.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe } from "../../probe/probe.ts";
import { componentLabel, kubectl, kubernetesOf, ofRelease } from "../../stack/release.ts";
import type { Member } from "../../stack/stack.ts";
import { staticKeyPaths } from "./static-keys.ts";
import { isAws } from "./store.ts";

const credentialsRecord = z.strictObject({
  kubectl: z.string(),
  aws: z.boolean(),
  /** Paths of static keys in the running config of each Loki process. The keys themselves are not read. */
  members: z.array(
    z.strictObject({
      name: z.string(),
      url: z.string(),
      staticKeys: z.array(z.string()),
      problem: z.string().optional(),
    }),
  ),
  pods: z.array(
    z.strictObject({
      name: z.string(),
      serviceAccount: z.string(),
      /** Names of the pod's environment variables that hold static keys. */
      environmentKeys: z.array(z.string()),
      /** Secrets that fill the pod's environment. The contents of these secrets are not read. */
      environmentSecrets: z.array(z.string()),
      /** AWS_ROLE_ARN of the pod, which EKS's webhook sets if the pod's ServiceAccount is annotated. */
      role: z.string().optional(),
      /** Whether EKS Pod Identity gives the pod its credentials. */
      podIdentity: z.boolean(),
    }),
  ),
  serviceAccounts: z.array(
    z.strictObject({
      name: z.string(),
      /** The ServiceAccount's annotation eks.amazonaws.com/role-arn. */
      role: z.string().optional(),
    }),
  ),
});
export type CredentialsRecord = z.infer<typeof credentialsRecord>;

const environment = z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]);
const sources = z.array(z.object({ secretRef: z.object({ name: z.string() }).optional() })).default([]);
const podObject = z.object({
  metadata,
  spec: z.object({
    serviceAccountName: z.string().default("default"),
    containers: z.array(z.object({ env: environment, envFrom: sources })),
  }),
});

/** Reads how Loki gets access to the S3 bucket: by static keys, or by a role of its ServiceAccount. */
export const credentialsProbe: Probe<CredentialsRecord> = {
  id: "storage-policy.credentials",
  phase: "before",
  record: credentialsRecord,
  timeoutMs: 30_000,
  needs: ["kubernetes"],
  observe: async ({ stack }, signal) => {
    const kubernetes = kubernetesOf(stack);
    const { kube, namespace } = kubernetes;
    const found = await listObjects(kube, "api/v1/pods", podObject, { ...ofRelease(kubernetes), signal });
    const loki = found.filter(({ metadata }) => metadata.labels[componentLabel] !== "gateway");
    const accounts = await listObjects(kube, "api/v1/serviceaccounts", z.object({ metadata }), {
      namespace,
      signal,
    });
    const pods = loki.map(podSeen);
    const used = new Set(pods.map(({ serviceAccount }) => serviceAccount));
    return {
      kubectl: kubectl(kubernetes),
      aws: isAws(stack.s3),
      members: await Promise.all(stack.members.map((member) => keysOf(member, signal))),
      pods,
      serviceAccounts: accounts
        .filter(({ metadata }) => used.has(metadata.name))
        .map(({ metadata: { name, annotations } }) => {
          const role = annotations["eks.amazonaws.com/role-arn"];
          return { name, ...(role === undefined ? {} : { role }) };
        }),
    };
  },
};

function podSeen({ metadata, spec }: z.infer<typeof podObject>): CredentialsRecord["pods"][number] {
  const variables = spec.containers.flatMap(({ env }) => env);
  const role = variables.find(({ name }) => name === "AWS_ROLE_ARN")?.value;
  const secrets = spec.containers.flatMap(({ envFrom }) =>
    envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []),
  );
  const keys = variables.filter(({ name }) => /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(name));
  return {
    name: metadata.name,
    serviceAccount: spec.serviceAccountName,
    environmentKeys: [...new Set(keys.map(({ name }) => name))],
    environmentSecrets: [...new Set(secrets)],
    ...(role === undefined ? {} : { role }),
    podIdentity: variables.some(({ name }) => name === "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
  };
}

async function keysOf(
  { name, url }: Member,
  signal: AbortSignal,
): Promise<CredentialsRecord["members"][number]> {
  try {
    return { name, url, staticKeys: [...staticKeyPaths(await runningConfig(url, signal))] };
  } catch (error) {
    signal.throwIfAborted();
    return { name, url, staticKeys: [], problem: describeError(error) };
  }
}
