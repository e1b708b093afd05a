/**
 * The storm's query templates and their default weights. Dashboards send the most queries, alerts are evaluated all the
 * time, and people in an incident search for lines and their context. lib/storm/templates.ts holds the queries.
 */
export const queryTemplates = {
  "count-by-level": 3,
  "rate-by-service": 3,
  "bytes-by-cluster": 2,
  "topk-pods": 2,
  "logfmt-status": 2,
  "json-status": 2,
  "logfmt-quantile": 2,
  "alert-errors": 2,
  "filter-errors": 2,
  // `volume` is listed before other templates of the same weight, so that a short storm includes it.
  volume: 1,
  labels: 1,
  "json-quantile": 1,
  "alert-slow": 1,
  "filter-excluded": 1,
  "filter-regex": 1,
  "logfmt-slow": 1,
  "json-errors": 1,
  series: 1,
  stats: 1,
  "live-rate": 2,
  "live-errors": 1,
  "live-alert": 1,
} as const;

export type QueryTemplate = keyof typeof queryTemplates;

/** The relative frequency of each query template. A template that is left out is never used. */
export type QueryWeights = Readonly<Partial<Record<QueryTemplate, number>>>;

export function isQueryTemplate(name: string): name is QueryTemplate {
  return name in queryTemplates;
}
