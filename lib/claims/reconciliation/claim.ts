import type { Claim } from "../../probe/claim.ts";

export const reconciliation: Claim = {
  suite: "reconciliation",
  probes: [],
};
