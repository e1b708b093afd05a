/** Loki's components as they are deployed, by the names of `-target` (singular, hyphenated). */
export const components = [
  "distributor",
  "ingester",
  "querier",
  "query-frontend",
  "query-scheduler",
  "index-gateway",
  "compactor",
  "ruler",
  "pattern-ingester",
] as const;
export type Component = (typeof components)[number];
