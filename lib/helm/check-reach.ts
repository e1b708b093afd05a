import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { ChartProblem } from "./chart-problem.ts";
import { fullName } from "./image-name.ts";
import { type Pod, pod, reachOf } from "./pod-reach.ts";

/** Kinds of Kubernetes objects that stay inside a namespace. Any other kind could open a way in or out. */
const ownKinds: ReadonlySet<string> = new Set([
  "ConfigMap",
  "Deployment",
  "HorizontalPodAutoscaler",
  "PersistentVolumeClaim",
  "PodDisruptionBudget",
  "Role",
  "RoleBinding",
  "Secret",
  "Service",
  "ServiceAccount",
  "StatefulSet",
]);

const anything = z.unknown().optional();
const object = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.record(z.string(), anything).nullish(),
  }),
  spec: z
    .looseObject({
      type: anything,
      externalIPs: anything,
      template: z
        .looseObject({
          metadata: z.looseObject({ annotations: z.record(z.string(), anything).nullish() }).nullish(),
          spec: anything,
        })
        .nullish(),
    })
    .nullish(),
});
type Rendered = z.infer<typeof object>;

/** The images, Secret and role that a release is permitted to use in addition to the chart's fixed settings. */
export interface Allowed {
  /** The image names, without versions, that the chart's own values.yaml names. */
  readonly images: readonly string[];
  /** The Secret that pods take their environment variables from, if there is one. */
  readonly credentialsSecret?: string | undefined;
  readonly roleArn?: string | undefined;
}

/**
 * Checks a release's final manifests just before installation, in case an earlier check let a value through. Returns a
 * "refused" problem for everything that reaches out of the release.
 */
export function checkReach(text: string, allowed: Allowed): readonly ChartProblem[] {
  return parseAllDocuments(text).flatMap((document) => {
    const parsed: unknown = "toJS" in document ? document.toJS() : null;
    if (parsed === null) return [];
    const rendered = object.parse(parsed);
    const at = `${rendered.kind} ${rendered.metadata.name}`;
    return outside(rendered, allowed).map((what) => ({
      kind: "refused" as const,
      at,
      what: `${what} reaches out of the release`,
      instead: "values without it",
    }));
  });
}

function outside(rendered: Rendered, allowed: Allowed): readonly string[] {
  const { kind, spec, metadata } = rendered;
  if (!ownKinds.has(kind)) return ["an object of this kind"];
  const template = spec?.template;
  return [
    ...(kind === "Service" && !isInside(spec) ? ["a service of this type"] : []),
    ...(kind === "ServiceAccount" ? foreignRoles(metadata.annotations ?? {}, allowed) : []),
    ...(template?.spec === undefined ? [] : podReach(pod.parse(template.spec), allowed)),
    ...Object.keys(template?.metadata?.annotations ?? {})
      .filter((key) => !ownAnnotation.test(key))
      .map((key) => `the annotation ${key}`),
  ];
}

/**
 * Matches the annotations that the chart itself sets: checksums of its config, so that pods restart when the config
 * changes, and the default container.
 */
const ownAnnotation = /^checksum\/|^kubectl\.kubernetes\.io\/default-container$/;

function isInside(spec: Rendered["spec"]): boolean {
  const type = spec?.type ?? "ClusterIP";
  return (type === "ClusterIP" || type === "NodePort") && (spec?.externalIPs ?? null) === null;
}

function foreignRoles(annotations: Readonly<Record<string, unknown>>, { roleArn }: Allowed): string[] {
  return Object.entries(annotations)
    .filter(([key, value]) => key !== "eks.amazonaws.com/role-arn" || value !== roleArn)
    .map(([key]) => `the annotation ${key}`);
}

function podReach(spec: Pod, { images, credentialsSecret }: Allowed): string[] {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const known = new Set(images.map(withoutVersion));
  const from = containers.flatMap(({ envFrom }) => envFrom ?? []);
  const isOurs = (source: (typeof from)[number]): boolean =>
    JSON.stringify(source) === JSON.stringify({ secretRef: { name: credentialsSecret } });
  return [
    ...reachOf(spec),
    ...containers
      .filter(({ image }) => !known.has(withoutVersion(image)))
      .map(({ image }) => `the image ${image}`),
    ...(from.every(isOurs) ? [] : ["an environment from another object"]),
  ];
}

/** Returns an image's full name without its version or digest: "docker.io/grafana/loki". */
function withoutVersion(image: string): string {
  return fullName(image).replace(/(:[^/@]+)?(@.*)?$/, "");
}
