import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Json } from "../base/json.ts";
import { jsonValue } from "../plan/json-schema.ts";

/** A Deployment, StatefulSet or DaemonSet of a rendered chart. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  /**
   * The label `app.kubernetes.io/component` of the workload's pods: "querier", "ingester", or "gateway" for the
   * gateway.
   */
  readonly component: string;
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly images: readonly string[];
  /** The requested sizes of the workload's volume claims, by claim name: "20Gi". */
  readonly volumes: Readonly<Record<string, string>>;
  /** The arguments of the pod's first container. */
  readonly args: readonly string[];
}

export interface RenderedService {
  readonly name: string;
  readonly headless: boolean;
  readonly selector: Readonly<Record<string, string>>;
}

/** A rendered chart, reduced to what the checks need. */
export interface Manifests {
  readonly workloads: readonly Workload[];
  readonly services: readonly RenderedService[];
  /** The decoded data of the chart's ConfigMaps and Secrets, by name and key. */
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Every container image that the pods would run, without duplicates. */
  readonly images: readonly string[];
  readonly text: string;
}

const labels = z.record(z.string(), z.string());
const head = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

const workload = z.looseObject({
  spec: z.looseObject({
    replicas: z.int().nullish(),
    template: z.looseObject({
      metadata: z.looseObject({ labels: labels.default({}) }),
      spec: z.looseObject({
        containers: z.array(z.looseObject({ image: z.string(), args: z.array(z.string()).nullish() })),
        initContainers: z.array(z.looseObject({ image: z.string() })).nullish(),
      }),
    }),
    volumeClaimTemplates: z
      .array(
        z.looseObject({
          metadata: z.looseObject({ name: z.string() }),
          spec: z.looseObject({ resources: z.looseObject({ requests: labels }) }),
        }),
      )
      .nullish(),
  }),
});

const service = z.looseObject({
  spec: z.looseObject({ clusterIP: z.string().nullish(), selector: labels.nullish() }),
});

const configMap = z.looseObject({ data: labels.nullish() });

/**
 * Parses the output of `helm template`. Throws if an object does not have the structure that Kubernetes
 * requires.
 */
export function parseManifests(text: string): Manifests {
  const found = {
    workloads: [] as Workload[],
    services: [] as RenderedService[],
    data: new Map<string, Record<string, string>>(),
  };
  for (const document of parseAllDocuments(text)) {
    const object: unknown = "toJS" in document ? document.toJS() : null;
    if (object === null) continue;
    const { kind, metadata } = head.parse(object);
    if (["Deployment", "StatefulSet", "DaemonSet"].includes(kind)) {
      found.workloads.push(workloadOf(kind, metadata.name, object));
    }
    if (kind === "Service") found.services.push(serviceOf(metadata.name, object));
    if (kind === "ConfigMap") found.data.set(metadata.name, configMap.parse(object).data ?? {});
    if (kind === "Secret") found.data.set(metadata.name, decoded(configMap.parse(object).data ?? {}));
  }
  const images = [...new Set(found.workloads.flatMap((one) => one.images))];
  return { ...found, data: Object.fromEntries(found.data), images, text };
}

function workloadOf(kind: string, name: string, object: unknown): Workload {
  const { spec } = workload.parse(object);
  const { containers, initContainers } = spec.template.spec;
  const claims = spec.volumeClaimTemplates ?? [];
  return {
    kind,
    name,
    component: spec.template.metadata.labels["app.kubernetes.io/component"] ?? "",
    replicas: spec.replicas ?? 1,
    labels: spec.template.metadata.labels,
    images: [...containers, ...(initContainers ?? [])].map(({ image }) => image),
    volumes: Object.fromEntries(
      claims.map((claim) => [claim.metadata.name, claim.spec.resources.requests["storage"] ?? ""]),
    ),
    args: containers[0]?.args ?? [],
  };
}

function serviceOf(name: string, object: unknown): RenderedService {
  const { clusterIP, selector } = service.parse(object).spec;
  return { name, headless: clusterIP === "None", selector: selector ?? {} };
}

function decoded(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}

/** Returns the rendered Loki config, which all pods share, or undefined if the manifests contain none. */
export function renderedLokiConfig(manifests: Manifests): string | undefined {
  return Object.values(manifests.data).find((data) => "config.yaml" in data)?.["config.yaml"];
}

/** Returns the rendered runtime overrides, or undefined if the manifests contain no runtime overrides file. */
export function renderedRuntimeConfig(manifests: Manifests): Json | undefined {
  const text = Object.values(manifests.data).find((data) => "runtime-config.yaml" in data);
  return text === undefined ? undefined : jsonValue.parse(parse(text["runtime-config.yaml"] ?? "") ?? {});
}

/** Returns the number of pods behind a service: the total replicas of the workloads that the service selects. */
export function podsBehind({ selector }: RenderedService, { workloads }: Manifests): number {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return 0;
  return workloads
    .filter(({ labels: own }) => wanted.every(([key, value]) => own[key] === value))
    .reduce((sum, { replicas }) => sum + replicas, 0);
}
