import { roomyLimits } from "../../plan/roomy-limits.ts";
import type { Claim } from "../../probe/claim.ts";
import { effectiveLimitsProbe } from "./effective-limits.probe.ts";
import { ingestionRateProbe, rateTenant } from "./ingestion-rate.probe.ts";
import { queriesTenant } from "./query-tries.ts";
import { refusalsProbe } from "./refusals.probe.ts";
import { runtimeChangeProbe, runtimeTenant } from "./runtime-change.probe.ts";
import { streamRateTenant, streamsTenant } from "./stream-tries.ts";
import { validationTenant } from "./validation-rules.ts";

export const limits: Claim = {
  suite: "limits",
  probes: [effectiveLimitsProbe, ingestionRateProbe, refusalsProbe, runtimeChangeProbe],
  tenants: {
    // Each tested limit is small enough to reach. All other limits are set too large to be reached, whatever a user's
    // limits_config sets.
    [validationTenant]: {
      ...roomyLimits,
      max_line_size: "1KB",
      max_label_names_per_series: 5,
      max_label_name_length: 24,
      max_label_value_length: 40,
      reject_old_samples: true,
      reject_old_samples_max_age: "1h",
      creation_grace_period: "5m",
    },
    [streamRateTenant]: {
      ...roomyLimits,
      per_stream_rate_limit: "16KB",
      per_stream_rate_limit_burst: "64KB",
    },
    [streamsTenant]: {
      ...roomyLimits,
      max_global_streams_per_user: 6,
      max_streams_per_user: 0,
      use_owned_stream_count: false,
    },
    [queriesTenant]: {
      ...roomyLimits,
      // If a query is not split, a querier reads half a minute more than was requested (seen on 3.7.8).
      split_queries_by_interval: "15m",
      max_query_length: "2h",
      max_query_lookback: "0s",
      max_query_series: 5,
      max_entries_limit_per_query: 10,
    },
    [rateTenant]: { ...roomyLimits, ingestion_rate_mb: 0.3, ingestion_burst_size_mb: 1 },
    [runtimeTenant]: { ...roomyLimits, max_line_size: "1KB" },
  },
};
