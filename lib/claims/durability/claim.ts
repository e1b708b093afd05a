import type { Claim } from "../../probe/claim.ts";
import { agesProbe } from "./ages.probe.ts";
import { ingestersProbe } from "./ingesters.probe.ts";
import { storeProbe } from "./store.probe.ts";

export const durability: Claim = {
  suite: "durability",
  probes: [agesProbe, ingestersProbe, storeProbe],
};
