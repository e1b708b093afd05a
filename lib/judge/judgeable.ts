import { unknown } from "./unknown.ts";

/**
 * Ends the check as unknown when anything kept it from being judged. Comes after every assertion that could fail it:
 * what was seen to be wrong is wrong, however much was not seen.
 */
export function judgeable(what: string, problems: readonly string[]): void {
  if (problems.length > 0) unknown(`${what}: ${problems.join("; ")}`);
}
