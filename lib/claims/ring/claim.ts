import type { Claim } from "../../probe/claim.ts";
import { readyAfterProbe, readyBeforeProbe } from "./ready.probe.ts";
import { ringAfterProbe, ringBeforeProbe } from "./ring.probe.ts";

export const ring: Claim = {
  suite: "ring",
  probes: [readyBeforeProbe, readyAfterProbe, ringBeforeProbe, ringAfterProbe],
};
