import type { QueryTemplate } from "../plan/query-templates.ts";
import type { Ask } from "./ask.ts";

export type Endpoint = "query" | "query_range" | "label-values" | "series" | "volume" | "stats";

/** When a query looks. An instant one has its one moment at `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  /** Between the values of a range query, which is the length of its range vectors, too. */
  readonly stepS: number;
}

/** How far each value of a query looks back, in seconds: an alert over all of its range, a dashboard from step to step. */
export function vectorSOf(ask: Ask, rangeMs: number, { stepS }: Window): number {
  return ask.kind === "metric" && ask.instant === true ? rangeMs / 1000 : stepS;
}

/** One query of the storm, before it is sent. */
export interface PlannedQuery {
  readonly template: QueryTemplate;
  readonly ask: Ask;
  /** Its answer can be said beforehand: it asks only for a history that is readable. */
  readonly known: boolean;
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The LogQL of it, or the selector of a look-up. */
  readonly query: string;
  readonly rangeMs: number;
  /** Length of its range vectors. */
  readonly vectorS: number;
  readonly window: Window;
  /**
   * "friendly": aligned to the step and asked again, as dashboards do. "busting": at odd milliseconds, each another, and
   * with `Cache-Control: no-cache`.
   */
  readonly cache: "friendly" | "busting";
}
