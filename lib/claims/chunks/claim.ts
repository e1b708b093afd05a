import { roomyLimits } from "../../plan/roomy-limits.ts";
import type { Claim } from "../../probe/claim.ts";
import { accessProbe } from "./access.probe.ts";
import { bucketProbe } from "./bucket.probe.ts";
import { chunksTenant } from "./chunks-tenant.ts";
import { replicasProbe } from "./replicas.probe.ts";

export const chunks: Claim = {
  suite: "chunks",
  probes: [accessProbe, bucketProbe, replicasProbe],
  tenants: {
    [chunksTenant]: roomyLimits,
  },
};
