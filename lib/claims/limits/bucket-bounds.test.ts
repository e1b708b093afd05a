import { expect } from "chai";
import * as fc from "fast-check";
import { type IngestionBuckets } from "../../promises/ingestion.ts";
import { earlyRefusals, type Offer, worstCeiling } from "./bucket-bounds.ts";

/**
 * Simulates a rate limiter's token bucket (golang.org/x/time/rate) as Loki's distributor uses it. The token bucket is
 * full at first, and its clock goes back when one push overtakes another.
 */
class Bucket {
  private tokens: number;
  private lastMs = 0;
  private readonly burst: number;
  private readonly rate: number;

  constructor(burst: number, rate: number) {
    this.tokens = burst;
    this.burst = burst;
    this.rate = rate;
  }

  allows(bytes: number, nowMs: number): boolean {
    const held = Math.min(this.burst, this.tokens + (this.rate * Math.max(0, nowMs - this.lastMs)) / 1000);
    if (bytes > held || bytes > this.burst) return false;
    this.tokens = held - bytes;
    this.lastMs = nowMs;
    return true;
  }
}

interface Arrival {
  readonly gapMs: number;
  readonly bytes: number;
  readonly distributor: number;
  /**
   * The time from when the distributor notes the push's time to when it takes the push's bytes from the token bucket.
   */
  readonly validationMs: number;
  /**
   * How much earlier than the distributor the client starts its clock (beforeMs), and how much later it stops its clock
   * (afterMs).
   */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly lost: boolean;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  gapMs: fc.nat(400),
  bytes: fc.integer({ min: 1, max: 5000 }),
  distributor: fc.nat(10),
  validationMs: fc.nat(25),
  beforeMs: fc.nat(200),
  afterMs: fc.nat(200),
  lost: fc.boolean(),
});

const buckets: fc.Arbitrary<IngestionBuckets> = fc.record({
  distributors: fc.integer({ min: 1, max: 4 }),
  burstBytes: fc.integer({ min: 1, max: 20_000 }),
  rateBytesPerSecond: fc.integer({ min: 1, max: 20_000 }),
});

function simulate(arrivals: readonly Arrival[], enforced: IngestionBuckets): readonly Offer[] {
  const { distributors, burstBytes, rateBytesPerSecond } = enforced;
  const each = Array.from({ length: distributors }, () => new Bucket(burstBytes, rateBytesPerSecond));
  let clockMs = 0;
  const noted = arrivals.map((one) => ({ ...one, nowMs: (clockMs += one.gapMs) }));
  const asked = noted.toSorted((a, b) => a.nowMs + a.validationMs - (b.nowMs + b.validationMs));
  return asked.map(({ nowMs, bytes, distributor, validationMs, beforeMs, afterMs, lost }) => {
    const allowed = each[distributor % distributors]?.allows(bytes, nowMs) ?? false;
    const outcome = allowed ? (lost ? "maybe" : "accepted") : "refused";
    return { startMs: nowMs - beforeMs, endMs: nowMs + validationMs + afterMs, bytes, outcome };
  });
}

/** Returns pushes of this many bytes every 10 ms, to the distributors in turn, answered at once. */
function steady(count: number, bytes: number): readonly Arrival[] {
  return Array.from({ length: count }, (_, index) => ({
    gapMs: 10,
    bytes,
    distributor: index,
    validationMs: 0,
    beforeMs: 0,
    afterMs: 0,
    lost: false,
  }));
}

describe("bucket bounds", () => {
  it("never accuses buckets that do what they should", () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 120 }), buckets, (arrivals, enforced) => {
        const offers = simulate(arrivals, enforced);
        const ceiling = worstCeiling(offers, enforced);
        if (ceiling) expect(ceiling.acceptedBytes).to.be.at.most(ceiling.allowedBytes + 1e-6);
        expect(earlyRefusals(offers, enforced)).to.deep.equal([]);
      }),
    );
  });

  const configured = { distributors: 3, burstBytes: 30_000, rateBytesPerSecond: 10_000 };

  it("sees a rate that is not divided by the distributors", () => {
    const offers = simulate(steady(2000, 1000), { ...configured, rateBytesPerSecond: 30_000 });
    const ceiling = worstCeiling(offers, configured);
    expect(ceiling?.acceptedBytes).to.be.above((ceiling?.allowedBytes ?? 0) * 1.5);
  });

  it("sees a burst that is larger than configured, also late", () => {
    const idle = steady(1, 1).map((one) => ({ ...one, gapMs: 60_000 }));
    const offers = simulate([...steady(30, 10), ...idle, ...steady(400, 1000)], {
      ...configured,
      burstBytes: 60_000,
    });
    const ceiling = worstCeiling(offers, configured);
    expect((ceiling?.acceptedBytes ?? 0) - (ceiling?.allowedBytes ?? 0)).to.be.above(60_000);
  });

  it("sees a refusal before the burst is used up, and a rate that is too small", () => {
    const short = simulate(steady(60, 1000), { ...configured, burstBytes: 3000 });
    expect(earlyRefusals(short, configured)).to.not.be.empty;
    const slow = simulate(steady(3000, 200), {
      distributors: 1,
      burstBytes: 30_000,
      rateBytesPerSecond: 5000,
    });
    expect(earlyRefusals(slow, { distributors: 1, burstBytes: 30_000, rateBytesPerSecond: 15_000 })).to.not.be
      .empty;
  });

  it("says nothing of no pushes", () => {
    expect(worstCeiling([], configured)).to.equal(undefined);
    expect(earlyRefusals([], configured)).to.deep.equal([]);
  });
});
