export type PushFate = "acknowledged" | "indeterminate" | "refused";

/**
 * What an answer says of the push: exactly 204 acknowledges. A tenant over its rate is refused by the distributor
 * before it sends anything on (validation.RateLimitedErrorMsg, pkg/distributor/distributor.go, 3.7.8); any other 429,
 * like that of a stream's own limit, comes from ingesters, of which one may have taken it.
 */
export function fateOf(status: number, error: string | undefined): PushFate {
  if (status === 204) return "acknowledged";
  const overRate = status === 429 && /ingestion rate limit exceeded for user/i.test(error ?? "");
  return overRate ? "refused" : "indeterminate";
}
