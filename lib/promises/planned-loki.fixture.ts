import type { PlannedLoki } from "./planned-loki.ts";

type Parts = Partial<Omit<PlannedLoki, "replicas">> & {
  readonly replicas?: Partial<PlannedLoki["replicas"]>;
};

/** Returns a planned Loki with an empty config and the reference deployment's replicas, except for the given parts. */
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
