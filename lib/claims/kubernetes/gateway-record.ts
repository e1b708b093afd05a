import { z } from "zod";

const routeSeen = z.strictObject({
  path: z.string(),
  /** nginx's `client_max_body_size` for this route in bytes. Absent if there is no limit. */
  maxBodyBytes: z.number().optional(),
  readTimeoutMs: z.number(),
});

const pushTried = z.strictObject({
  /** The size of the request's body on the wire. */
  bytes: z.int(),
  status: z.int().describe("0: no answer"),
  answer: z.string(),
});
export type PushTried = z.infer<typeof pushTried>;

export const gatewayRecord = z.strictObject({
  kubectl: z.string(),
  /** The source of the gateway's nginx.conf: "ConfigMap loki-gateway". */
  configMap: z.string().optional(),
  /** Why nginx's config could not be read. Absent together with `configMap` if no ConfigMap contains an nginx.conf. */
  problem: z.string().optional(),
  /**
   * nginx's limits for pushes and queries. Absent if nginx has no route for that path, or if nginx's config was not
   * read.
   */
  push: routeSeen.optional(),
  query: routeSeen.optional(),
  /**
   * Three test pushes: one of the size that agents send, one just within nginx's configured limit, and one just beyond
   * that limit.
   */
  agents: pushTried,
  under: pushTried.optional(),
  over: pushTried.optional(),
  /** Settings of a query-frontend and a distributor: timeouts and the maximum size of a push. */
  loki: z.strictObject({
    queryTimeoutMs: z.number().optional(),
    writeTimeoutMs: z.number().optional(),
    maxReceiveBytes: z.number().optional(),
    problem: z.string().optional(),
  }),
});
export type GatewayRecord = z.infer<typeof gatewayRecord>;
