import type { Claim } from "../../probe/claim.ts";
import { askedAgainProbe } from "./asked-again.probe.ts";

export const storm: Claim = {
  suite: "storm",
  probes: [askedAgainProbe],
};
