export type PushFate = "acknowledged" | "indeterminate" | "refused";

/**
 * Returns what an HTTP status means for a push. Only 204 acknowledges a push. If a tenant exceeds its rate, the
 * distributor refuses the push before forwarding anything (validation.RateLimitedErrorMsg,
 * pkg/distributor/distributor.go, 3.7.8). Any other failure is indeterminate: a 429 for a stream's limit, for example,
 * comes from one ingester while another could have stored the push.
 */
export function fateOf(status: number, error: string | undefined): PushFate {
  if (status === 204) return "acknowledged";
  const overRate = status === 429 && /ingestion rate limit exceeded for user/i.test(error ?? "");
  return overRate ? "refused" : "indeterminate";
}
