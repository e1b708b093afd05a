/**
 * The queries of a storm by name, and how often each comes by default: dashboards ask most, alerts evaluate all the time,
 * people in an incident look for lines and around them. What each asks is in lib/storm/templates.ts.
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
  // Before others that come as seldom, so that a short storm asks for them, too.
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

/** How often each comes beside the others; a template that is left out does not come. */
export type QueryWeights = Readonly<Partial<Record<QueryTemplate, number>>>;

export function isQueryTemplate(name: string): name is QueryTemplate {
  return name in queryTemplates;
}
