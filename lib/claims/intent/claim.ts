import type { Claim } from "../../probe/claim.ts";
import { settingsProbe } from "./settings.probe.ts";

export const intent: Claim = {
  suite: "intent",
  probes: [settingsProbe],
};
