import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { refuseUnusableShape } from "./shape-problems.ts";
import { type Replicas, replicas } from "./stack-schema.ts";

type Parts = Parameters<typeof refuseUnusableShape>[0];

function planned(counts: Partial<Replicas>, factor = 3, provider: Parts["provider"] = "local"): Parts {
  return {
    provider,
    attachment: undefined,
    createdAt: "2026-11-30T12:00:00.000Z",
    config: { common: { replication_factor: factor } },
    replicas: replicas.parse(counts),
  };
}

function withSchema(schema: string): Parts {
  return { ...planned({}), config: { schema_config: { configs: [{ from: "2026-01-01", schema }] } } };
}

describe("replica counts", () => {
  for (const [what, plan] of [
    ["the article's", planned({})],
    ["fewer ingesters than replicas, and a quorum", planned({ ingester: 2 })],
    ["no ruler, compactor and index gateway", planned({ ruler: 0, compactor: 0, "index-gateway": 0 })],
    ["one ingester, one replica", planned({ ingester: 1 }, 1)],
    ["one frontend that queriers connect to", planned({ "query-scheduler": 0, "query-frontend": 1 })],
    ["no scheduler behind a service of Kubernetes", planned({ "query-scheduler": 0 }, 3, "kind")],
  ] as const)
    it(`are taken: ${what}`, () => expect(() => refuseUnusableShape(plan)).not.to.throw());

  it("are refused with a schema that keeps no structured metadata", () => {
    expect(() => refuseUnusableShape(withSchema("v12"))).to.throw(HarnessError, /today's schema is v12/);
    expect(() => refuseUnusableShape(withSchema("v13"))).not.to.throw();
  });

  for (const [what, plan, words] of [
    ["one ingester of three replicas", planned({ ingester: 1 }), /1 ingesters .* factor of 3 .* at least 2/],
    ["two ingesters of five replicas", planned({ ingester: 2 }, 5), /at least 3/],
    ["one ingester of two replicas", planned({ ingester: 1 }, 2), /at least 2/],
    ["no distributor", planned({ distributor: 0 }), /0 of distributor: .*accepts no line/],
    ["no ingester and no querier", planned({ ingester: 0, querier: 0 }), /0 of ingester, querier/],
    ["no query-frontend", planned({ "query-frontend": 0 }), /0 of query-frontend/],
    ["two frontends and no scheduler", planned({ "query-scheduler": 0 }), /without a query-scheduler/],
  ] as const)
    it(`are refused: ${what}`, () => expect(() => refuseUnusableShape(plan)).to.throw(HarnessError, words));
});
