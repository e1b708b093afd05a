/** Names of Loki's components as deployed, spelled as `-target` spells them (singular, hyphenated). */
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
