import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { plainTenant } from "../../promises/limits.ts";
import { compareEffective, firstTenant } from "./compare-effective.ts";
import type { EffectiveRecord } from "./effective-record.ts";
import { planOf } from "./plan-of.fixture.ts";

const plan = planOf({
  config: {
    limits_config: { retention_period: "744h", ingestion_rate_mb: 8, shard_streams: { enabled: false } },
  },
  overrides: { sandbox: { ingestion_rate_mb: 2, retention_period: "168h" } },
});

const shown: JsonObject = {
  ingestion_rate_mb: 8,
  retention_period: "31d",
  shard_streams: { enabled: false, desired_rate: "1536KB" },
  max_line_size: "256KB",
};
const sandbox: JsonObject = { ...shown, ingestion_rate_mb: 2, retention_period: "1w" };

const members = {
  "distributor-0": { component: "distributor", url: "http://distributor" },
  "ingester-0": { component: "ingester", url: "http://ingester" },
};
const recordOf = (tenants: EffectiveRecord["tenants"]): EffectiveRecord => ({ members, tenants });

const both = ["distributor-0", "ingester-0"];

/** Returns the record of a Loki that reports global limits but no tenant's limits. */
const recordOfConfig = (limits: JsonObject): EffectiveRecord => ({
  ...recordOf({ [plainTenant]: [{ members: both, limits }] }),
  defaultsOnly: true,
});

describe("effective limits", () => {
  it("are the same in Loki's words and in the plan's", () => {
    const record = recordOf({
      [plainTenant]: [{ members: both, limits: shown }],
      sandbox: [{ members: both, limits: sandbox }],
    });
    const seen = compareEffective(plan, record);
    expect(seen).to.deep.equal({ expected: {}, observed: {}, compared: 12, unreadable: [] });
  });

  it("that differ are named with tenant, limit and member", () => {
    const record = recordOf({
      [plainTenant]: [{ members: both, limits: shown }],
      sandbox: [
        { members: ["distributor-0"], limits: sandbox },
        { members: ["ingester-0"], limits: { ...shown, max_line_size: "1KB" } },
      ],
    });
    const seen = compareEffective(plan, record);
    expect(seen.expected).to.deep.equal({
      "sandbox ingestion_rate_mb on ingester-0": 2,
      "sandbox retention_period on ingester-0": "168h",
      "sandbox max_line_size on ingester-0": "256KB",
    });
    expect(seen.observed).to.deep.equal({
      "sandbox ingestion_rate_mb on ingester-0": 8,
      "sandbox retention_period on ingester-0": "31d",
      "sandbox max_line_size on ingester-0": "1KB",
    });
    expect(firstTenant(seen)).to.equal("sandbox");
  });

  it("that were not shown whole, or not by every member, or not at all, are unreadable", () => {
    const { ingestion_rate_mb: _, ...some } = sandbox;
    for (const groups of [
      [],
      [{ members: ["distributor-0"], limits: sandbox }],
      [{ members: both, answer: "404: page not found" }],
      [{ members: both, limits: some }],
    ]) {
      const record = recordOf({ [plainTenant]: [{ members: both, limits: shown }], sandbox: groups });
      expect(compareEffective(plan, record).unreadable, JSON.stringify(groups)).to.have.length(1);
    }
    expect(compareEffective(plan, { members: {}, tenants: {} }).unreadable).to.have.length(2);
  });

  describe("of a Loki that shows no tenant's limits", () => {
    const older = { ...plan, lokiVersion: "3.5.7" };
    it("are compared for tenants without an override", () => {
      const seen = compareEffective(older, recordOfConfig(shown));
      expect(seen).to.deep.equal({ expected: {}, observed: {}, compared: 6, unreadable: [] });
    });

    it("that differ are named", () => {
      const record = recordOfConfig({ ...shown, ingestion_rate_mb: 4 });
      const seen = compareEffective(older, record);
      const [key] = Object.keys(seen.expected);
      expect(key).to.equal(`${plainTenant} ingestion_rate_mb on all 2 Loki processes`);
    });

    it("are unreadable if nobody shows them", () => {
      expect(compareEffective(older, { members, tenants: {} }).unreadable).to.have.length(1);
      expect(compareEffective(older, recordOfConfig({})).unreadable).to.have.length(1);
    });

    it("are not enough for a Loki that shows them", () => {
      expect(compareEffective(plan, recordOfConfig(shown)).unreadable).to.have.length(1);
    });
  });
});
