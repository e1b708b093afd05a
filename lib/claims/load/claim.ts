import type { Claim } from "../../probe/claim.ts";

export const load: Claim = {
  suite: "load",
  probes: [],
};
