import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";

/**
 * How a request ended. "accepted" is the intended answer. "indeterminate" means that no answer came and the request's
 * effect is unknown.
 */
export const answers = ["accepted", "refused", "failed", "indeterminate"] as const;
export type Answer = (typeof answers)[number];

/**
 * Classifies a request by its status. 204 to a push and 200 to a query are accepted. 429 and 400 are refused. 0 means
 * no answer, which is indeterminate. Any other status is failed.
 */
export function answerOf(request: PushRecord | QueryRecord): Answer {
  const { status, error } = request;
  if ("kind" in request ? status === 204 : status === 200 && error === undefined) return "accepted";
  if (status === 0) return "indeterminate";
  return status === 429 || status === 400 ? "refused" : "failed";
}

/** Counts the requests by how they ended. */
export function countAnswers(requests: readonly (PushRecord | QueryRecord)[]): Record<Answer, number> {
  const counts = { accepted: 0, refused: 0, failed: 0, indeterminate: 0 };
  for (const request of requests) counts[answerOf(request)] += 1;
  return counts;
}
