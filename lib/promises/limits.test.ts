import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { allowedBytesPerSecond, ingestionBuckets, streamRateBytes } from "./ingestion.ts";
import { durationLimitMs, isOn, numberLimit, sizeLimitBytes, statedLimit, wordLimit } from "./limits.ts";
import { lokiHasChange, lokiIsAtLeast } from "./loki-is.ts";
import { plannedLoki } from "./planned-loki.fixture.ts";
import { querySettings } from "./query-settings.ts";
import { retentionMs } from "./retention.ts";

const mebibyte = 1_048_576;

const planned = (limits: JsonObject, overrides: Record<string, JsonObject> = {}) =>
  plannedLoki({ config: { limits_config: limits }, overrides });

describe("a tenant's limits", () => {
  it("are its override's, then limits_config's, then Loki's own", () => {
    const plan = planned(
      { max_query_series: 7, max_line_size: 4096, split_queries_by_interval: "15m", volume_enabled: false },
      {
        a: {
          max_query_series: 9,
          max_line_size: "8KB",
          split_queries_by_interval: "1d",
          volume_enabled: true,
        },
      },
    );
    const seen = (tenant: string): readonly unknown[] => [
      numberLimit(plan, tenant, "max_query_series"),
      sizeLimitBytes(plan, tenant, "max_line_size"),
      durationLimitMs(plan, tenant, "split_queries_by_interval"),
      isOn(plan, tenant, "volume_enabled"),
      wordLimit(plan, tenant, "deletion_mode"),
      numberLimit(plan, tenant, "max_query_parallelism"),
    ];
    expect(seen("a")).to.deep.equal([9, 8192, 86_400_000, true, "filter-and-delete", 32]);
    expect(seen("b")).to.deep.equal([7, 4096, 900_000, false, "filter-and-delete", 32]);
  });

  it("are merged field by field where a limit is a block", () => {
    const plan = planned(
      { shard_streams: { enabled: true, desired_rate: "3MB" } },
      { a: { shard_streams: { enabled: false } } },
    );
    expect(statedLimit(plan, "a", "shard_streams")).to.deep.equal({ enabled: false, desired_rate: "3MB" });
  });
});

describe("a tenant's rate", () => {
  it("is shared by the distributors, or the whole of it each has; the burst is never shared", () => {
    const limits = { ingestion_rate_mb: 3, ingestion_burst_size_mb: 6 };
    const shared = { distributors: 3, burstBytes: 6 * mebibyte, rateBytesPerSecond: mebibyte };
    expect(ingestionBuckets(planned(limits), "a")).to.deep.equal(shared);
    expect(allowedBytesPerSecond(planned(limits), "a")).to.equal(3 * mebibyte);
    const local = planned({ ...limits, ingestion_rate_strategy: "local" });
    expect(ingestionBuckets(local, "a")).to.deep.equal({ ...shared, rateBytesPerSecond: 3 * mebibyte });
    expect(allowedBytesPerSecond(local, "a")).to.equal(9 * mebibyte);
  });

  it("has no strategy of its own", () => {
    const plan = planned({ ingestion_rate_mb: 3 }, { a: { ingestion_rate_strategy: "local" } });
    expect(allowedBytesPerSecond(plan, "a")).to.equal(3 * mebibyte);
  });

  it("is Loki's default where nothing is said", () => {
    expect(ingestionBuckets(planned({}), "a")).to.include({ burstBytes: 6 * mebibyte });
    expect(allowedBytesPerSecond(planned({}), "a")).to.equal(4 * mebibyte);
    expect(streamRateBytes(planned({}), "a")).to.equal(3 * mebibyte);
  });
});

const kept = (enabled: boolean | undefined, limits: JsonObject, own: JsonObject = {}): number =>
  retentionMs(
    plannedLoki({
      config: {
        ...(enabled === undefined ? {} : { compactor: { retention_enabled: enabled } }),
        limits_config: limits,
      },
      overrides: { a: own },
    }),
    "a",
  );

describe("how long lines are kept", () => {
  it("is indefinite unless the compactor's retention is on and a period is set", () => {
    for (const off of [undefined, false]) expect(kept(off, { retention_period: "24h" })).to.equal(Infinity);
    expect(kept(true, {})).to.equal(Infinity);
    expect(kept(true, { retention_period: "0s" })).to.equal(Infinity);
    expect(kept(true, { retention_period: "31d" })).to.equal(31 * 86_400_000);
    expect(kept(true, { retention_period: "31d" }, { retention_period: "7d" })).to.equal(7 * 86_400_000);
    expect(kept(true, { retention_period: "31d" }, { retention_period: 0 })).to.equal(Infinity);
  });
});

const gateways = (config: JsonObject): number =>
  querySettings(plannedLoki({ config, replicas: { "index-gateway": 9 } }), "a").gateways;

describe("querySettings", () => {
  it("takes a shuffle shard's size from the ring's replication factor, which common sets too", () => {
    const ring = { mode: "ring" };
    expect(gateways({ index_gateway: ring })).to.equal(3);
    expect(gateways({ index_gateway: ring, common: { replication_factor: 2 } })).to.equal(2);
    expect(gateways({ index_gateway: { ...ring, ring: { replication_factor: 4 } } })).to.equal(4);
    expect(gateways({ index_gateway: ring, limits_config: { index_gateway_shard_size: 5 } })).to.equal(5);
  });
});

const is = (lokiVersion: string, least: string): boolean => lokiIsAtLeast({ lokiVersion }, least);

describe("lokiIsAtLeast", () => {
  it("compares versions by their numbers", () => {
    expect([is("3.7.8", "3.6"), is("3.6.0", "3.6"), is("3.10.0", "3.6"), is("4.0.0", "3.6")]).to.deep.equal([
      true,
      true,
      true,
      true,
    ]);
    expect([is("3.5.7", "3.6"), is("3.7.7", "3.7.8"), is("2.9.10", "3.0")]).to.deep.equal([
      false,
      false,
      false,
    ]);
  });
});

describe("lokiHasChange", () => {
  const firstReleases = ["3.4.9", "3.6.12", "3.7.3"];
  for (const lokiVersion of ["3.4.9", "3.6.12", "3.6.15", "3.7.3", "3.8.0", "3.10.0", "4.0.0"])
    it(`finds a backported change in ${lokiVersion}`, () => {
      expect(lokiHasChange({ lokiVersion }, firstReleases)).to.equal(true);
    });
  for (const lokiVersion of ["3.3.20", "3.4.8", "3.5.12", "3.6.0", "3.6.11", "3.7.2"])
    it(`does not find it in ${lokiVersion}`, () => {
      expect(lokiHasChange({ lokiVersion }, firstReleases)).to.equal(false);
    });
});
