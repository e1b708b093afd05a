import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { plannedLoki } from "./planned-loki.fixture.ts";
import type { PlannedLoki } from "./planned-loki.ts";
import { switchedOff } from "./switched-off.ts";

const everythingOn: JsonObject = { compactor: { retention_enabled: true } };

describe("switchedOff", () => {
  const table: readonly (readonly [
    setting: string,
    config: JsonObject,
    replicas: Partial<PlannedLoki["replicas"]>,
    oneOfItsChecks: string,
  ])[] = [
    ["auth_enabled: false", { auth_enabled: false }, {}, "isolation.*"],
    ["auth_enabled: false", { auth_enabled: false }, {}, "limits.line-size"],
    [
      "compactor.retention_enabled: false",
      { compactor: { retention_enabled: false } },
      {},
      "isolation.deletes",
    ],
    ["compactor.retention_enabled: false", { compactor: {} }, {}, "isolation.deletes"],
    ["ruler: 0 replicas", {}, { ruler: 0 }, "isolation.rules"],
    ["query-scheduler: 0 replicas", {}, { "query-scheduler": 0 }, "routing.schedulers"],
    ["index-gateway: 0 replicas", {}, { "index-gateway": 0 }, "routing.balance"],
    ["index-gateway: one of them serves a tenant", {}, { "index-gateway": 1 }, "routing.balance"],
    [
      "index-gateway: one of them serves a tenant",
      { limits_config: { index_gateway_max_capacity: 0.5 } },
      {},
      "routing.balance",
    ],
    [
      "query_range.parallelise_shardable_queries: false",
      { query_range: { parallelise_shardable_queries: false } },
      {},
      "routing.shards",
    ],
  ];
  for (const [setting, config, replicas, check] of table)
    it(`${setting} skips ${check}, and nothing of another feature`, () => {
      const off = switchedOff(plannedLoki({ config: { ...everythingOn, ...config }, replicas }));
      expect(new Set(off.map((one) => one.setting))).to.deep.equal(new Set([setting]));
      expect(off.flatMap(({ checks }) => checks)).to.include(check);
      for (const { why } of off) expect(why).to.match(/^[a-zA-Z].{10,}[^.]$/);
    });

  it("is nothing where every feature is on, or at Loki's default that is on", () => {
    expect(switchedOff(plannedLoki({ config: everythingOn }))).to.deep.equal([]);
  });

  for (const lokiVersion of ["3.5.0", "3.5.12"])
    it(`leaves limits.effective of Loki ${lokiVersion}, which shows no tenant's limits, to its own judgement`, () => {
      const [off, ...others] = switchedOff(plannedLoki({ config: everythingOn, lokiVersion }));
      expect(others).to.deep.equal([]);
      expect(off?.checks).to.deep.equal(["limits.effective"]);
      expect(off?.judgedInPart).to.equal(true);
    });
});
