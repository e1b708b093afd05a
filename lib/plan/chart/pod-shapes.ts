import { z } from "zod";
import type { Json } from "../../base/json.ts";
import { leaf, type ValueShape } from "./value-shape.ts";

const seconds = z.int().min(0).max(86_400);
const port = z.union([z.int().min(1).max(65_535), z.enum(["http-metrics", "http", "grpc"])]);

/**
 * A Kubernetes probe that only queries its own pod. It has no host, header or command, and its path is read-only (a
 * probe of Loki's /flush or /ingester/shutdown would act on Loki). A probe is kept completely or not at all, because a
 * part of a probe is a different probe.
 */
const harmlessProbe = z.strictObject({
  initialDelaySeconds: seconds.optional(),
  periodSeconds: seconds.optional(),
  timeoutSeconds: seconds.optional(),
  successThreshold: seconds.optional(),
  failureThreshold: seconds.optional(),
  terminationGracePeriodSeconds: seconds.optional(),
  httpGet: z
    .strictObject({
      path: z.enum(["/", "/ready", "/metrics", "/loki/api/v1/status/buildinfo"]),
      port,
      scheme: z.literal("HTTP").optional(),
    })
    .nullish(),
  tcpSocket: z.strictObject({ port }).nullish(),
});

export const probe = leaf(
  "a probe of the pod itself: times, counts, and httpGet of /ready or /metrics",
  (value) => matches(harmlessProbe, value),
);

const labelKey = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
const labelValue = z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/);
const labels = z.record(labelKey, labelValue);
const expression = z.strictObject({
  key: labelKey,
  operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
  values: z.array(labelValue).optional(),
});
const expressions = z.array(expression).optional();
const selector = z.strictObject({ matchLabels: labels.optional(), matchExpressions: expressions });
const podTerm = z.strictObject({
  labelSelector: selector.optional(),
  topologyKey: labelKey,
  matchLabelKeys: z.array(labelKey).optional(),
});
const weight = z.int().min(1).max(100);
const podAffinity = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).nullish(),
  preferredDuringSchedulingIgnoredDuringExecution: z
    .array(z.strictObject({ weight, podAffinityTerm: podTerm }))
    .nullish(),
});
const nodeTerm = z.strictObject({ matchExpressions: expressions });
const nodeAffinity = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z
    .strictObject({ nodeSelectorTerms: z.array(nodeTerm) })
    .nullish(),
  preferredDuringSchedulingIgnoredDuringExecution: z
    .array(z.strictObject({ weight, preference: nodeTerm }))
    .nullish(),
});

/** The accepted values for the placement of pods, in Kubernetes' own structure (core/v1). */
export const scheduling: Readonly<Record<string, ValueShape>> = {
  affinity: shapeOf(
    z.strictObject({
      podAffinity: podAffinity.nullish(),
      podAntiAffinity: podAffinity.nullish(),
      nodeAffinity: nodeAffinity.nullish(),
    }),
  ),
  nodeSelector: shapeOf(labels),
  tolerations: shapeOf(
    z.array(
      z.strictObject({
        key: labelKey.optional(),
        operator: z.enum(["Exists", "Equal"]).optional(),
        value: labelValue.optional(),
        effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
        tolerationSeconds: seconds.optional(),
      }),
    ),
  ),
  topologySpreadConstraints: shapeOf(
    z.array(
      z.strictObject({
        maxSkew: z.int().min(1),
        topologyKey: labelKey,
        whenUnsatisfiable: z.enum(["DoNotSchedule", "ScheduleAnyway"]),
        minDomains: z.int().min(1).optional(),
        labelSelector: selector.optional(),
        matchLabelKeys: z.array(labelKey).optional(),
      }),
    ),
  ),
};

function shapeOf(schema: z.ZodType): ValueShape {
  return leaf("what Kubernetes accepts, with plain labels", (value) => matches(schema, value));
}

function matches(schema: z.ZodType, value: Json): boolean {
  return schema.safeParse(value).success;
}
