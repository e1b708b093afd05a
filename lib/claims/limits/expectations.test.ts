import { expect } from "chai";
import { type RateStep, type TenantLoad, tenantLoad } from "../../plan/load-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import { replicas } from "../../plan/stack-schema.ts";
import { ingestionBuckets } from "../../promises/ingestion.ts";
import type { Attempt } from "./attempt.ts";
import { limits as claim } from "./claim.ts";
import { compareDiscards, expectedDiscards } from "./expected-discards.ts";
import { offersOf, startingBytes, staysBelow } from "./flood-bounds.ts";
import { planOf } from "./plan-of.fixture.ts";
import { streamsAccepted } from "./stream-bounds.ts";
import { streamsTenant } from "./stream-tries.ts";

function withIngesters(ingester: number, limits: Plan["config"] = {}): Plan {
  return planOf({
    config: { common: { replication_factor: 3 }, limits_config: { ingestion_rate_mb: 3, ...limits } },
    overrides: { ...claim.tenants },
    replicas: replicas.parse({ ingester }),
    tenants: {
      near: floodOf({ forS: 60, rateBytesPerSecond: 3_100_000 }),
      below: floodOf({ forS: 5, rateBytesPerSecond: 3_500_000 }, { forS: 60, rateBytesPerSecond: 1_000_000 }),
      above: floodOf({ forS: 20, rateBytesPerSecond: 9_000_000 }),
    },
  });
}

function floodOf(...steps: RateStep[]): TenantLoad {
  return tenantLoad.parse({ flood: { steps } });
}

describe("what the plan expects of a tenant", () => {
  it("the rate is divided by the distributors, the burst is not, and neither by the local strategy", () => {
    const burstBytes = 6 * 1_048_576;
    expect(ingestionBuckets(withIngesters(3), "x")).to.deep.equal({
      distributors: 3,
      burstBytes,
      rateBytesPerSecond: 1_048_576,
    });
    const local = ingestionBuckets(withIngesters(3, { ingestion_rate_strategy: "local" }), "x");
    expect(local.rateBytesPerSecond).to.equal(3 * 1_048_576);
  });

  it("streams: exactly the limit with a replica on every ingester, a range with more ingesters", () => {
    expect(streamsAccepted(withIngesters(3))).to.deep.equal({ least: 6, most: 6 });
    expect(streamsAccepted(withIngesters(6))).to.deep.equal({ least: 3, most: 9 });
  });

  it("a flood stays below its limits with room to spare, or it does not", () => {
    expect(["near", "below", "above"].map((tenant) => staysBelow(withIngesters(3), tenant))).to.deep.equal([
      false,
      true,
      false,
    ]);
  });

  it("an early load gets what distributors let through before they know each other, a later one nothing", () => {
    const members = { d: { component: "distributor", url: "", startedAtMs: 100_000 } };
    const record = { tenants: {}, members, distributorHeartbeatMs: 5000 };
    const buckets = { distributors: 3, burstBytes: 1, rateBytesPerSecond: 1000 };
    expect(startingBytes(record, 114_000, buckets)).to.equal(6000);
    expect(startingBytes(record, 115_000, buckets)).to.equal(0);
  });

  it("only a 429 in the rate's own words is a refusal of the rate", () => {
    const push = { kind: "flood", tenant: "t", stream: 0, firstSequence: 0, lines: 1, lineBytes: 9 } as const;
    const times = { firstTimestampNs: "0", stepNs: 1, intendedMs: 0, startMs: 0, endMs: 1 };
    const outcome = (status: number, error?: string): string | undefined =>
      offersOf([{ ...push, ...times, status, ...(error ? { error } : {}) }])[0]?.outcome;
    expect(outcome(204)).to.equal("accepted");
    expect(outcome(429, "ingestion rate limit exceeded for user t")).to.equal("refused");
    expect(outcome(429, "Per stream rate limit exceeded")).to.equal("maybe");
    expect(outcome(500)).to.equal("maybe");
    expect(outcome(0)).to.equal("maybe");
  });
});

function at(status: number, endMs = 0): Attempt {
  return { status, said: "", startMs: 0, endMs };
}

function tried(beyond: Attempt): Parameters<typeof expectedDiscards>[1] {
  return {
    streamRate: { burst: at(204), beyond, otherStream: at(204), refilled: at(204), beyondBytes: 1 },
    streamCount: { streams: [at(204), at(429), at(429)], existing: at(204) },
  };
}

function rateLimitedOf(beyond: Attempt): number | undefined {
  const due = expectedDiscards(withIngesters(3), tried(beyond));
  return due["lokiproof-stream-rate"]?.["per_stream_rate_limit"]?.most;
}

describe("expected discards", () => {
  it("count a line once at the distributor and once on each replica at the ingesters", () => {
    const due = expectedDiscards(withIngesters(3), tried(at(429)));
    expect(due["lokiproof-stream-rate"]).to.deep.equal({ per_stream_rate_limit: { least: 3, most: 3 } });
    expect(due[streamsTenant]).to.deep.equal({ stream_limit: { least: 6, most: 6 } });
    expect(due["lokiproof-validation"]?.["line_too_long"]).to.deep.equal({ least: 3, most: 3 });
    expect(due["lokiproof-validation"]?.["invalid_labels"]).to.deep.equal({ least: 9, most: 9 });
  });

  it("are none for a line that the rate had earned on a slow machine, and only then", () => {
    expect(rateLimitedOf(at(204, 5000))).to.equal(0);
    expect(rateLimitedOf(at(204, 100))).to.equal(3);
  });

  it("differ where a counter is short, too high, or should not have grown", () => {
    const due = { t: { a: { least: 2, most: 2 }, b: { least: 1, most: 3 } } };
    expect(compareDiscards(due, { t: { a: 2, b: 3 } })).to.deep.equal([]);
    const seen = compareDiscards(due, { t: { a: 3, c: 1 } });
    expect(seen.map(({ counter }) => counter)).to.deep.equal(["t a", "t b", "t c"]);
    expect(compareDiscards(due, {})).to.have.length(2);
  });
});
