import type { QueryTemplate } from "../plan/query-templates.ts";
import type { Ask } from "./ask.ts";

export type Endpoint = "query" | "query_range" | "label-values" | "series" | "volume" | "stats";

/** Time range of a query. An instant query evaluates at `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  /** Seconds between the values of a range query, which is also the length of its range vectors. */
  readonly stepS: number;
}

/**
 * Returns how far each value of a query looks back, in seconds. An alert looks back over its whole range, a dashboard
 * over one step.
 */
export function vectorSOf(ask: Ask, rangeMs: number, { stepS }: Window): number {
  return ask.kind === "metric" && ask.instant === true ? rangeMs / 1000 : stepS;
}

/** One query of the storm, before it is sent. */
export interface PlannedQuery {
  readonly template: QueryTemplate;
  readonly ask: Ask;
  /** True if the expected answer is known, because the query is only about a readable history. */
  readonly known: boolean;
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The query in LogQL, or the selector of a look-up. */
  readonly query: string;
  readonly rangeMs: number;
  /** Length of its range vectors, in seconds. */
  readonly vectorS: number;
  readonly window: Window;
  /**
   * "friendly": ranges that repeat, as a dashboard's do, so that caches may answer. "busting": sent with
   * `Cache-Control: no-cache`; ranges in the past rarely repeat.
   */
  readonly cache: "friendly" | "busting";
}
