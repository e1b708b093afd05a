import { roomyLimits } from "../../plan/roomy-limits.ts";
import type { Claim } from "../../probe/claim.ts";
import { budgetsProbe } from "./budgets.probe.ts";
import { compactorsProbe } from "./compactors.probe.ts";
import { exposureProbe } from "./exposure.probe.ts";
import { gatewayProbe } from "./gateway.probe.ts";
import { gatewayTenant } from "./gateway-tenant.ts";
import { indexGatewaysProbe } from "./index-gateways.probe.ts";
import { podsAfterProbe, podsBeforeProbe, podsEndProbe } from "./pods.probe.ts";
import { volumesProbe } from "./volumes.probe.ts";

export const kubernetes: Claim = {
  suite: "kubernetes",
  probes: [
    budgetsProbe,
    compactorsProbe,
    exposureProbe,
    gatewayProbe,
    indexGatewaysProbe,
    podsBeforeProbe,
    podsAfterProbe,
    podsEndProbe,
    volumesProbe,
  ],
  tenants: {
    // Limits so large that Loki accepts everything that the gateway lets through.
    [gatewayTenant]: roomyLimits,
  },
};
