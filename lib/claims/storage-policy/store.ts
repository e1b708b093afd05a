import type { S3Access } from "../../stack/stack.ts";

/**
 * Returns whether AWS itself stores an S3 bucket. The reference deployment makes promises about bucket policies only
 * for AWS.
 */
export function isAws({ endpoint }: Pick<S3Access, "endpoint">): boolean {
  if (endpoint === undefined || endpoint === "") return true;
  const host = /^(?:[a-z0-9]+:\/\/)?([^/:]+)/i.exec(endpoint)?.[1] ?? "";
  return /(^|\.)amazonaws\.com(\.cn)?$/i.test(host);
}
