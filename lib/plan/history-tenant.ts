import { roomyLimits } from "./roomy-limits.ts";

/** lokiproof's own, and written to by the load of a scenario that names it, by no probe. */
export const historyTenant = "lokiproof-history";

/** Lines as old as a storm of 30 days looks back, written as fast as the stack takes them. */
export const historyTenantLimits = {
  ...roomyLimits,
  ingestion_rate_mb: 1000,
  ingestion_burst_size_mb: 1000,
  per_stream_rate_limit: "1GB",
  per_stream_rate_limit_burst: "1GB",
  reject_old_samples: false,
  retention_period: "1080h",
  max_query_length: "1081h",
  max_query_lookback: "0s",
  // As many splits for thirty days as the article's 15m make for a week.
  split_queries_by_interval: "1h",
};
