import { unknown } from "./unknown.ts";

/**
 * Ends the check as unknown if problems kept part of it from being judged. Call this after every assertion that can
 * fail the check: an observed failure stays a failure, even if other parts were not observed.
 */
export function judgeable(what: string, problems: readonly string[]): void {
  if (problems.length > 0) unknown(`${what}: ${problems.join("; ")}`);
}
