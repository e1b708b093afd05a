import type { PlannedLoki } from "./planned-loki.ts";

type Parts = Partial<Omit<PlannedLoki, "replicas">> & {
  readonly replicas?: Partial<PlannedLoki["replicas"]>;
};

/** What a plan says of Loki, with only what a test says differing from the article's shape; the config is empty. */
export function plannedLoki({ replicas, ...parts }: Parts = {}): PlannedLoki {
  return {
    lokiVersion: "3.7.8",
    config: {},
    overrides: {},
    ...parts,
    replicas: {
      distributor: 3,
      ingester: 3,
      querier: 4,
      "query-frontend": 2,
      "query-scheduler": 2,
      "index-gateway": 2,
      compactor: 1,
      ruler: 2,
      "pattern-ingester": 0,
      ...replicas,
    },
  };
}
