import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";

/** How a request ended. `accepted`: as it should; `indeterminate`: no answer came, nothing is known of it. */
export const answers = ["accepted", "refused", "failed", "indeterminate"] as const;
export type Answer = (typeof answers)[number];

/** 204 to a push and 200 to a query are as it should be, 429 and 400 refusals, 0 is no answer, all else a failure. */
export function answerOf(request: PushRecord | QueryRecord): Answer {
  const { status, error } = request;
  if ("kind" in request ? status === 204 : status === 200 && error === undefined) return "accepted";
  if (status === 0) return "indeterminate";
  return status === 429 || status === 400 ? "refused" : "failed";
}

/** How many of the requests ended so. */
export function countAnswers(requests: readonly (PushRecord | QueryRecord)[]): Record<Answer, number> {
  const counts = { accepted: 0, refused: 0, failed: 0, indeterminate: 0 };
  for (const request of requests) counts[answerOf(request)] += 1;
  return counts;
}
