import { z } from "zod";
import { plan } from "../../plan/plan.ts";
import { components } from "../component.ts";
import { minioCredentials, type StackMinio } from "../minio-users.ts";

const processRef = z.object({ pid: z.int(), startTime: z.string() });
const loki = z.object({
  name: z.string(),
  target: z.enum([...components, "all"]),
  index: z.int(),
  httpPort: z.int(),
  grpcPort: z.int(),
  gossipPort: z.int(),
});

/**
 * Everything that another lokiproof needs to find a local stack again. Written to stack.json, which only its owner
 * may read because it contains credentials.
 */
export const stackState = z.object({
  version: z.literal(1),
  plan,
  programs: z.object({ loki: z.string(), minio: z.string(), nginx: z.string() }),
  versions: z.object({ minio: z.string(), nginx: z.string() }),
  topology: z.object({
    gatewayPort: z.int(),
    minioPort: z.int(),
    lokis: z.array(loki),
    storeReader: loki,
  }),
  credentials: minioCredentials,
  /** The stack's processes by name, without those that were stopped on purpose. */
  processes: z.record(z.string(), processRef),
});
export type StackState = z.infer<typeof stackState>;

export function minioOf({ topology, credentials }: StackState): StackMinio {
  return { endpoint: `http://127.0.0.1:${topology.minioPort}`, credentials };
}
