import type { Claim } from "../../probe/claim.ts";

export const neighbour: Claim = {
  suite: "neighbour",
  probes: [],
};
