import { roomyLimits } from "../../plan/roomy-limits.ts";
import type { Claim } from "../../probe/claim.ts";
import { articleStepFiveProbe } from "./article-step-five.probe.ts";
import { deletesProbe } from "./deletes.probe.ts";
import { multiTenantAskedProbe, multiTenantProbe } from "./multi-tenant.probe.ts";
import { noHeaderReadsProbe } from "./no-header-reads.probe.ts";
import { noHeaderWritesProbe } from "./no-header-writes.probe.ts";
import { readsProbe } from "./reads.probe.ts";
import { rulesProbe } from "./rules.probe.ts";
import { owners, stranger } from "./secrets.ts";
import { tailProbe } from "./tail.probe.ts";
import { twoHeadersProbe } from "./two-headers.probe.ts";

/** Limits with which every read path of the isolation claim returns the tenant's own data. */
const readable = {
  ...roomyLimits,
  volume_enabled: true,
  allow_structured_metadata: true,
  deletion_mode: "filter-and-delete",
};

export const isolation: Claim = {
  suite: "isolation",
  probes: [
    articleStepFiveProbe,
    deletesProbe,
    multiTenantAskedProbe,
    multiTenantProbe,
    noHeaderReadsProbe,
    noHeaderWritesProbe,
    readsProbe,
    rulesProbe,
    tailProbe,
    twoHeadersProbe,
  ],
  tenants: {
    // One owner's name is a prefix of the other owner's name. The stranger never has data.
    [owners[0]]: readable,
    [owners[1]]: readable,
    [stranger]: readable,
  },
};
