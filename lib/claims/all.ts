import type { Probe } from "../probe/probe.ts";
import { accessProbe } from "./chunks/access.probe.ts";
import { bucketProbe } from "./chunks/bucket.probe.ts";
import { replicasProbe } from "./chunks/replicas.probe.ts";
import { agesProbe } from "./durability/ages.probe.ts";
import { ingestersProbe } from "./durability/ingesters.probe.ts";
import { storeProbe } from "./durability/store.probe.ts";
import { settings } from "./intent/settings.probe.ts";
import { articleStepFive } from "./isolation/article-step-five.probe.ts";
import { isolationDeletes } from "./isolation/deletes.probe.ts";
import { isolationMultiTenant, isolationMultiTenantAsked } from "./isolation/multi-tenant.probe.ts";
import { isolationNoHeaderReads } from "./isolation/no-header-reads.probe.ts";
import { isolationNoHeaderWrites } from "./isolation/no-header-writes.probe.ts";
import { isolationReads } from "./isolation/reads.probe.ts";
import { isolationRules } from "./isolation/rules.probe.ts";
import { isolationTail } from "./isolation/tail.probe.ts";
import { isolationTwoHeaders } from "./isolation/two-headers.probe.ts";
import { budgetsProbe } from "./kubernetes/budgets.probe.ts";
import { compactorsProbe } from "./kubernetes/compactors.probe.ts";
import { exposureProbe } from "./kubernetes/exposure.probe.ts";
import { gatewayProbe } from "./kubernetes/gateway.probe.ts";
import { indexGatewaysProbe } from "./kubernetes/index-gateways.probe.ts";
import { podsAfter, podsBefore, podsEnd } from "./kubernetes/pods.probe.ts";
import { volumesProbe } from "./kubernetes/volumes.probe.ts";
import { effectiveLimits } from "./limits/effective-limits.probe.ts";
import { ingestionRate } from "./limits/ingestion-rate.probe.ts";
import { refusals } from "./limits/refusals.probe.ts";
import { runtimeChange } from "./limits/runtime-change.probe.ts";
import { readyAfter, readyBefore } from "./ring/ready.probe.ts";
import { ringAfter, ringBefore } from "./ring/ring.probe.ts";
import { articleStepTwo } from "./round-trip/article-step-two.probe.ts";
import { roundTripFormats } from "./round-trip/formats.probe.ts";
import { lookUpsProbe } from "./round-trip/look-ups.probe.ts";
import { indexLookups } from "./routing/index-lookups.probe.ts";
import { queryPath } from "./routing/query-path.probe.ts";
import { connectionsProbe } from "./safety/connections.probe.ts";
import { bucketPolicyProbe } from "./storage-policy/bucket-policy.probe.ts";
import { credentialsProbe } from "./storage-policy/credentials.probe.ts";
import { askedAgainProbe } from "./storm/asked-again.probe.ts";

/** Every probe of lokiproof. The engine runs them by phase; a claim's own folder says what each observes. */
export const allProbes: readonly Probe<unknown>[] = [
  ringBefore,
  ringAfter,
  readyBefore,
  readyAfter,
  articleStepTwo,
  agesProbe,
  ingestersProbe,
  storeProbe,
  roundTripFormats,
  lookUpsProbe,
  settings,
  effectiveLimits,
  ingestionRate,
  refusals,
  runtimeChange,
  indexLookups,
  queryPath,
  replicasProbe,
  bucketProbe,
  accessProbe,
  articleStepFive,
  isolationDeletes,
  isolationMultiTenant,
  isolationMultiTenantAsked,
  isolationNoHeaderReads,
  isolationNoHeaderWrites,
  isolationReads,
  isolationRules,
  isolationTail,
  isolationTwoHeaders,
  podsBefore,
  podsAfter,
  podsEnd,
  budgetsProbe,
  volumesProbe,
  exposureProbe,
  indexGatewaysProbe,
  compactorsProbe,
  gatewayProbe,
  bucketPolicyProbe,
  credentialsProbe,
  askedAgainProbe,
  connectionsProbe,
];
