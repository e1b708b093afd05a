import { z } from "zod";
import { metadata } from "../../kube/list-objects.ts";
import { labelSelector } from "./label-selector.ts";

/**
 * Services and ingresses, which expose pods of a namespace:
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/
 */
export const serviceObject = z.object({
  metadata,
  spec: z.object({
    type: z.string().default("ClusterIP"),
    externalIPs: z.array(z.string()).default([]),
    selector: z.record(z.string(), z.string()).default({}),
  }),
});

const backend = z.object({ service: z.object({ name: z.string() }).optional() });
export const ingressObject = z.object({
  metadata,
  spec: z.object({
    defaultBackend: backend.optional(),
    rules: z
      .array(z.object({ http: z.object({ paths: z.array(z.object({ backend })) }).optional() }))
      .default([]),
  }),
});

/**
 * A Kubernetes NetworkPolicy: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export const policyObject = z.object({
  metadata,
  spec: z.object({
    podSelector: labelSelector.prefault({}),
    policyTypes: z.array(z.string()).default(["Ingress"]),
  }),
});
