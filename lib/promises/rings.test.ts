import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { plannedLoki } from "./planned-loki.fixture.ts";
import type { PlannedLoki } from "./planned-loki.ts";
import { hasRing, type RingName } from "./rings.ts";

const all: readonly RingName[] = [
  "ingester",
  "distributor",
  "compactor",
  "ruler",
  "query-scheduler",
  "index-gateway",
];
const everything = {
  ruler: { enable_sharding: true },
  query_scheduler: { use_scheduler_ring: true },
  index_gateway: { mode: "ring" },
};

describe("hasRing", () => {
  const ringsOf = (
    config: JsonObject,
    replicas: Partial<PlannedLoki["replicas"]> = {},
  ): readonly RingName[] => all.filter((name) => hasRing(plannedLoki({ config, replicas }), name));
  const without = (...names: readonly RingName[]): readonly RingName[] =>
    all.filter((name) => !names.includes(name));

  const table: readonly (readonly [
    what: string,
    JsonObject,
    Partial<PlannedLoki["replicas"]>,
    readonly RingName[],
  ])[] = [
    ["every ring that is asked for", everything, {}, all],
    ["none that is not", {}, {}, without("ruler", "query-scheduler", "index-gateway")],
    [
      "none of distributors that do not share a rate",
      { ...everything, limits_config: { ingestion_rate_strategy: "local" } },
      {},
      without("distributor"),
    ],
    ["none of rulers that do not run", everything, { ruler: 0 }, without("ruler")],
    [
      "none of rulers that each evaluate everything",
      { ...everything, ruler: { enable_sharding: false } },
      {},
      without("ruler"),
    ],
    ["none of schedulers that do not run", everything, { "query-scheduler": 0 }, without("query-scheduler")],
    ["one of a single distributor", everything, { distributor: 1 }, all],
  ];
  for (const [what, config, replicas, expected] of table)
    it(`expects ${what}`, () => {
      expect(ringsOf(config, replicas)).to.deep.equal(expected);
    });
});
