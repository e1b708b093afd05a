export type PushFate = "acknowledged" | "indeterminate" | "refused";

/**
 * Returns what a status means for a push. Only 204 acknowledges it. A tenant over its rate is refused by the
 * distributor before it forwards anything (validation.RateLimitedErrorMsg, pkg/distributor/distributor.go, 3.7.8). Any
 * other failure is indeterminate: a 429 for a stream's limit, for example, comes from one ingester while another may
 * have stored the push.
 */
export function fateOf(status: number, error: string | undefined): PushFate {
  if (status === 204) return "acknowledged";
  const overRate = status === 429 && /ingestion rate limit exceeded for user/i.test(error ?? "");
  return overRate ? "refused" : "indeterminate";
}
