import type { Claim } from "../../probe/claim.ts";
import { connectionsProbe } from "./connections.probe.ts";

export const safety: Claim = {
  suite: "safety",
  probes: [connectionsProbe],
};
