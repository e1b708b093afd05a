import type { Plan } from "../../plan/plan.ts";
import { groupName } from "../../plan/tenant-groups.ts";
import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { staysWithinRate } from "./offered-rate.ts";

/** The answers of one status that nothing in the plan explains, and their number. */
export interface UnexpectedAnswer {
  /** The tenant that got the unexpected answers, or the name of its group: "team-*". */
  readonly tenant: string;
  /** The tenants that got the unexpected answers. */
  readonly tenants: readonly string[];
  readonly operation: "push" | "query";
  readonly status: number;
  readonly count: number;
  /** Loki's message in the first unexpected answer of this status. */
  readonly error: string;
}

/**
 * Returns answers that a working Loki does not give to this load. A push should be acknowledged (204). If the tenant is
 * offered more than its rate, its pushes might also be refused with 429. A query must be answered with 200.
 */
export function unexpectedAnswers(
  plan: Plan,
  pushes: readonly PushRecord[],
  queries: readonly QueryRecord[],
): readonly UnexpectedAnswer[] {
  const wrongPushes = pushes.filter(({ tenant, status }) => !isExpected(plan, tenant, status));
  const wrongQueries = queries.filter(({ status, error }) => status !== 200 || error !== undefined);
  return [...counted("push", wrongPushes, plan), ...counted("query", wrongQueries, plan)];
}

function isExpected(plan: Plan, tenant: string, status: number): boolean {
  return status === 204 || (status === 429 && !staysWithinRate(plan, tenant));
}

function counted(
  operation: UnexpectedAnswer["operation"],
  requests: readonly (PushRecord | QueryRecord)[],
  plan: Plan,
): readonly UnexpectedAnswer[] {
  const groups = Map.groupBy(requests, ({ tenant, status }) =>
    JSON.stringify([groupName(plan, tenant), status]),
  );
  return [...groups.values()].map((group) => {
    const { tenant = "", status = 0, error = "" } = group[0] ?? {};
    const tenants = [...new Set(group.map((one) => one.tenant))].sort();
    return { tenant: groupName(plan, tenant), tenants, operation, status, count: group.length, error };
  });
}

const tenantsNamed = 20;

/**
 * Returns a line such as "checkout: 3 pushes answered 500 (at least 2 live replicas required)". For a group, it also
 * names the tenants.
 */
export function describeAnswer(answer: UnexpectedAnswer): string {
  const { tenant, tenants, operation, status, count, error } = answer;
  const answered = status === 0 ? "had no answer" : `answered ${status}`;
  const what = `${count} ${operation === "push" ? "pushes" : "queries"} ${answered} (${error.trim()})`;
  if (tenants.length === 1 && tenants[0] === tenant) return `${tenant}: ${what}`;
  const named = tenants.slice(0, tenantsNamed).join(", ");
  const more = tenants.length > tenantsNamed ? ` and ${tenants.length - tenantsNamed} more` : "";
  return `${tenant}: ${what}, of ${named}${more}`;
}
