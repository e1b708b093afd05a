import { roomyLimits } from "./roomy-limits.ts";

/** The lokiproof tenant that scenarios write their backdated histories to. No probe writes to it. */
export const historyTenant = "lokiproof-history";

/**
 * Limits of the history tenant. They accept lines as old as a 30-day storm queries, at any rate that the stack can
 * ingest.
 */
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
  // Splits a query over 30 days into about as many queries as the article's 15m splits a query over a week.
  split_queries_by_interval: "1h",
};
