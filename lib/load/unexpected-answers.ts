import type { Plan } from "../scenario/plan.ts";
import { staysWithinRate } from "./offered-rate.ts";
import type { PushRecord, QueryRecord } from "./request-record.ts";

/** A kind of answer that nothing in the plan explains, and how often it came. */
export interface UnexpectedAnswer {
  readonly tenant: string;
  readonly operation: "push" | "query";
  readonly status: number;
  readonly count: number;
  /** Loki's words the first time. */
  readonly error: string;
}

/**
 * Answers that a working Loki does not give to this load: pushes may be acknowledged (204), or refused with 429 where
 * the tenant is offered more than its rate; queries are answered with 200.
 */
export function unexpectedAnswers(
  plan: Plan,
  pushes: readonly PushRecord[],
  queries: readonly QueryRecord[],
): readonly UnexpectedAnswer[] {
  const wrongPushes = pushes.filter(({ tenant, status }) => !isExpected(plan, tenant, status));
  const wrongQueries = queries.filter(({ status, error }) => status !== 200 || error !== undefined);
  return [...counted("push", wrongPushes), ...counted("query", wrongQueries)];
}

function isExpected(plan: Plan, tenant: string, status: number): boolean {
  return status === 204 || (status === 429 && !staysWithinRate(plan, tenant));
}

function counted(
  operation: UnexpectedAnswer["operation"],
  requests: readonly (PushRecord | QueryRecord)[],
): readonly UnexpectedAnswer[] {
  const groups = Map.groupBy(requests, ({ tenant, status }) => JSON.stringify([tenant, status]));
  return [...groups.values()].map((group) => {
    const { tenant = "", status = 0, error = "" } = group[0] ?? {};
    return { tenant, operation, status, count: group.length, error };
  });
}

/** "checkout: 3 pushes answered 500 (at least 2 live replicas required)" */
export function describeAnswer({ tenant, operation, status, count, error }: UnexpectedAnswer): string {
  const answered = status === 0 ? "had no answer" : `answered ${status}`;
  return `${tenant}: ${count} ${operation === "push" ? "pushes" : "queries"} ${answered} (${error.trim()})`;
}
