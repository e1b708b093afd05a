import type { Claim } from "../../probe/claim.ts";

export const faults: Claim = {
  suite: "faults",
  probes: [],
};
