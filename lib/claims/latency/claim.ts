import type { Claim } from "../../probe/claim.ts";

export const latency: Claim = {
  suite: "latency",
  probes: [],
};
