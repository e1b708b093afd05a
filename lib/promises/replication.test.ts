import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { plannedLoki } from "./planned-loki.fixture.ts";
import { type Replication, replicationOf } from "./replication.ts";

const ring = (factor: number): JsonObject => ({
  ingester: { lifecycler: { ring: { replication_factor: factor } } },
});
const common = (factor: number): JsonObject => ({ common: { replication_factor: factor } });

describe("replicationOf", () => {
  const table: readonly (readonly [what: string, config: JsonObject, ingesters: number, Replication])[] = [
    ["nothing is said: Loki's default", {}, 3, { factor: 3, copies: 3, quorum: 2 }],
    ["common alone", common(1), 3, { factor: 1, copies: 1, quorum: 1 }],
    ["the ingesters' ring alone", ring(2), 3, { factor: 2, copies: 2, quorum: 2 }],
    ["both: the ingesters' ring wins", { ...common(3), ...ring(2) }, 3, { factor: 2, copies: 2, quorum: 2 }],
    ["both, common not at its default", { ...common(1), ...ring(2) }, 3, { factor: 2, copies: 2, quorum: 2 }],
    ["more than there are ingesters", common(3), 2, { factor: 3, copies: 2, quorum: 2 }],
    ["fewer than there are ingesters", common(3), 6, { factor: 3, copies: 3, quorum: 2 }],
    ["five", common(5), 5, { factor: 5, copies: 5, quorum: 3 }],
  ];
  for (const [what, config, ingester, expected] of table)
    it(what, () => {
      expect(replicationOf(plannedLoki({ config, replicas: { ingester } }))).to.deep.equal(expected);
    });
});
