import { roomyLimits } from "../../plan/roomy-limits.ts";
import type { Claim } from "../../probe/claim.ts";
import { articleStepTwoProbe } from "./article-step-two.probe.ts";
import { formatsProbe, roundTripTenant } from "./formats.probe.ts";
import { lookUpsProbe } from "./look-ups.probe.ts";

export const roundTrip: Claim = {
  suite: "round-trip",
  probes: [articleStepTwoProbe, formatsProbe, lookUpsProbe],
  tenants: {
    // Limits that permit every form of structured metadata, do not split a stream, and accept lines as old as the
    // oldest lines in an ingester.
    [roundTripTenant]: {
      ...roomyLimits,
      allow_structured_metadata: true,
      reject_old_samples: false,
      max_query_lookback: "0s",
    },
  },
};
