import type { QueryTemplate } from "../plan/query-templates.ts";
import type { Ask } from "./ask.ts";

export type Endpoint = "query" | "query_range" | "label-values" | "series" | "volume" | "stats";

/** The time range of a query. An instant query evaluates at `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  /** The seconds between two values of a range query, which is also the length of the query's range vectors. */
  readonly stepS: number;
}

/**
 * Returns how far each value of a query looks back, in seconds. An alert's query looks back over its whole range, a
 * dashboard's query over one step.
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
  /** The query in LogQL, or the selector of a look-up of labels or series. */
  readonly query: string;
  readonly rangeMs: number;
  /** The length of the query's range vectors, in seconds. */
  readonly vectorS: number;
  readonly window: Window;
  /**
   * How the query treats Loki's caches. "friendly": its time range repeats, as a dashboard's does, so that caches can
   * answer. "busting": it is sent with `Cache-Control: no-cache`, and a time range in the past rarely repeats.
   */
  readonly cache: "friendly" | "busting";
}
