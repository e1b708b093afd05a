import { z } from "zod";

const routeSeen = z.strictObject({
  path: z.string(),
  /** Absent: no limit. */
  maxBodyBytes: z.number().optional(),
  readTimeoutMs: z.number(),
});

const pushTried = z.strictObject({
  /** Of the request's body, as it went over the wire. */
  bytes: z.int(),
  status: z.int().describe("0: no answer"),
  answer: z.string(),
});
export type PushTried = z.infer<typeof pushTried>;

export const gatewayRecord = z.strictObject({
  kubectl: z.string(),
  /** Where its nginx.conf was read: "ConfigMap loki-gateway". */
  configMap: z.string().optional(),
  /** Why it could not be read; without one and without a ConfigMap there is none. */
  problem: z.string().optional(),
  /** What nginx holds pushes and queries to; absent: it has no route for them, or no configuration was read. */
  push: routeSeen.optional(),
  query: routeSeen.optional(),
  /** A push as large as agents make them, one just under the configured limit, and one just over it. */
  agents: pushTried,
  under: pushTried.optional(),
  over: pushTried.optional(),
  /** What query-frontends and distributors run with. */
  loki: z.strictObject({
    queryTimeoutMs: z.number().optional(),
    writeTimeoutMs: z.number().optional(),
    maxReceiveBytes: z.number().optional(),
    problem: z.string().optional(),
  }),
});
export type GatewayRecord = z.infer<typeof gatewayRecord>;
