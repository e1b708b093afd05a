import type { QueryRecord } from "../run-folder/request-record.ts";

/** Returns the record of a query that was answered at once; for tests. */
export function aQuery(over: Partial<QueryRecord> = {}): QueryRecord {
  return {
    tenant: "payments",
    template: "count-by-level",
    endpoint: "query_range",
    query: "{}",
    rangeMs: 1000,
    window: { startMs: 0, endMs: 1000, stepS: 1 },
    cache: "busting",
    results: 1,
    intendedMs: 1000,
    startMs: 1000,
    endMs: 1200,
    status: 200,
    ...over,
  };
}
