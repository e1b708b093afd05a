import type { RunResult, TenantResult } from "../verdict/result.ts";
import { formatCount } from "./units.ts";

/** The tenants of a run as a report shows them: some by name, the others as one sum. */
export interface ShownTenants {
  /** Tenants that a report shows by name: those with the most load, and those with requests that were not accepted. */
  readonly shown: readonly (readonly [string, TenantResult])[];
  readonly rest: Rest | undefined;
}

/**
 * The sums of the tenants that a report does not show by name. Failing tenants are among these only if there are too
 * many to show.
 */
export interface Rest {
  readonly tenants: number;
  readonly push: Omit<TenantResult["push"], "latency">;
  readonly query: Omit<TenantResult["query"], "latency">;
}

const mostByLoad = 20;
const mostFailing = 50;

/**
 * Sorts tenants by offered bytes, then by number of queries (both descending), then by name. All reports use this
 * order.
 */
export function byLoad(result: Pick<RunResult, "tenants">): ShownTenants["shown"] {
  return Object.entries(result.tenants).sort(
    ([nameA, a], [nameB, b]) =>
      b.push.offeredBytes - a.push.offeredBytes ||
      b.query.requests - a.query.requests ||
      (nameA < nameB ? -1 : 1),
  );
}

/**
 * Returns all tenants by name if they are few. Otherwise returns by name those with the most load, and failing ones up
 * to a limit.
 */
export function groupTenants(result: Pick<RunResult, "tenants">): ShownTenants {
  const all = byLoad(result);
  const failing = all.slice(mostByLoad).filter(([, one]) => isFailing(one));
  const named = new Set([...all.slice(0, mostByLoad), ...failing.slice(0, mostFailing)]);
  // A last single tenant is shown by name, because a row of sums for one tenant would say less.
  if (all.length - named.size <= 1) return { shown: all, rest: undefined };
  const others = all.filter((one) => !named.has(one)).map(([, one]) => one);
  return { shown: all.filter((one) => named.has(one)), rest: sumOf(others) };
}

/** Returns a text on the tenants that are not shown, such as "and 980 more tenants". */
export function moreTenants({ tenants }: Rest): string {
  return `and ${formatCount(tenants)} more tenants`;
}

function isFailing({ push, query }: TenantResult): boolean {
  return (
    push.refused + push.failed + push.indeterminate + query.refused + query.failed + query.indeterminate > 0
  );
}

function sumOf(others: readonly TenantResult[]): Rest {
  const sum = (of: (one: TenantResult) => number): number =>
    others.reduce((total, one) => total + of(one), 0);
  return {
    tenants: others.length,
    push: {
      requests: sum(({ push }) => push.requests),
      accepted: sum(({ push }) => push.accepted),
      refused: sum(({ push }) => push.refused),
      failed: sum(({ push }) => push.failed),
      indeterminate: sum(({ push }) => push.indeterminate),
      offeredBytes: sum(({ push }) => push.offeredBytes),
      acceptedBytes: sum(({ push }) => push.acceptedBytes),
    },
    query: {
      requests: sum(({ query }) => query.requests),
      ok: sum(({ query }) => query.ok),
      refused: sum(({ query }) => query.refused),
      failed: sum(({ query }) => query.failed),
      indeterminate: sum(({ query }) => query.indeterminate),
    },
  };
}
