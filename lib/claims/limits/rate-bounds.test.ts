import { expect } from "chai";
import * as fc from "fast-check";
import { type IngestionBuckets } from "../../promises/ingestion.ts";
import type { IngestionRateRecord, RatePush } from "./ingestion-rate.probe.ts";
import {
  burstBounds,
  earnedBounds,
  quotedRates,
  type RateBounds,
  refusedLines,
  unclear,
} from "./rate-bounds.ts";

/** Simulates one distributor's token bucket. Each push advances the clock. */
class Distributor {
  private tokens: number;
  private lastMs: number;
  private readonly bucket: IngestionBuckets;

  constructor(bucket: IngestionBuckets, nowMs: number) {
    this.bucket = bucket;
    this.tokens = bucket.burstBytes;
    this.lastMs = nowMs;
  }

  push(
    bytes: number,
    at: { readonly startMs: number; readonly tookMs: number; readonly share: number },
  ): RatePush {
    const nowMs = at.startMs + at.tookMs * at.share;
    const earned = (this.bucket.rateBytesPerSecond * (nowMs - this.lastMs)) / 1000;
    this.tokens = Math.min(this.bucket.burstBytes, this.tokens + earned);
    this.lastMs = nowMs;
    const accepted = bytes <= this.tokens;
    if (accepted) this.tokens -= bytes;
    const endMs = at.startMs + at.tookMs;
    return { status: accepted ? 204 : 429, bytes, lines: 1, startMs: at.startMs, endMs };
  }
}

interface World {
  readonly bucket: IngestionBuckets;
  readonly pauses: readonly number[];
  readonly shares: readonly number[];
  /**
   * The duration of a push is a pause divided by this factor. 1 simulates a stalled machine, on which a token bucket
   * refills between two pushes.
   */
  readonly quickness: number;
}

const world: fc.Arbitrary<World> = fc.record({
  bucket: fc.record({
    distributors: fc.integer({ min: 1, max: 4 }),
    burstBytes: fc.integer({ min: 20_000, max: 100_000 }),
    rateBytesPerSecond: fc.integer({ min: 1000, max: 60_000 }),
  }),
  pauses: fc.array(fc.nat(400), { minLength: 5, maxLength: 60 }),
  shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
  quickness: fc.constantFrom(1, 20),
});

/** Returns the record that the probe would make of distributors that enforce the burst and rate in `enforced`. */
function seen({ pauses, shares, quickness }: World, enforced: IngestionBuckets): IngestionRateRecord {
  let nowMs = 1_000_000;
  let count = 0;
  const each = Array.from({ length: enforced.distributors }, () => new Distributor(enforced, nowMs));
  const send = (to: Distributor | undefined, bytes: number): RatePush => {
    const tookMs = (pauses[count % pauses.length] ?? 1) / quickness;
    const share = shares[count % shares.length] ?? 0;
    count += 1;
    const push = to?.push(bytes, { startMs: nowMs, tookMs, share });
    nowMs += tookMs;
    return push ?? { status: 0, bytes, lines: 1, startMs: nowMs, endMs: nowMs };
  };
  const until = (to: Distributor, bytes: number, most: number): RatePush[] => {
    const pushes: RatePush[] = [];
    while (pushes.at(-1)?.status !== 429 && pushes.length < most) pushes.push(send(to, bytes));
    return pushes;
  };
  const drain = (to: Distributor): RatePush[] => [...until(to, 8000, 200), ...until(to, 1000, 24)];
  const first = each.map(drain);
  const gateway = pauses.map((pause) => {
    nowMs += pause;
    return send(each[pause % each.length], 1000);
  });
  const buckets = each.map((one, index) => ({
    distributor: `distributor-${index}`,
    url: "",
    first: first[index] ?? [],
    last: drain(one),
  }));
  return { buckets, gateway, discarded: {} };
}

function expectWithin(bounds: RateBounds | undefined): void {
  const {
    acceptedBytes,
    leastBytes = -Infinity,
    mostBytes,
  } = bounds ?? { acceptedBytes: NaN, mostBytes: NaN };
  expect(acceptedBytes).to.be.within(leastBytes - 1, mostBytes + 1);
}

describe("rate bounds", () => {
  it("never accuse distributors that do what they should", () => {
    fc.assert(
      fc.property(world, (one) => {
        const record = seen(one, one.bucket);
        for (const bucket of record.buckets) {
          expectWithin(burstBounds(bucket, one.bucket));
        }
        const earnedBytes = earnedBounds(record, one.bucket);
        // On a stalled machine a token bucket might never refuse a push. In that case there are no bounds.
        if (earnedBytes !== undefined || one.quickness > 1) expectWithin(earnedBytes);
      }),
    );
  });

  const expected = { distributors: 3, burstBytes: 50_000, rateBytesPerSecond: 10_000 };
  const calm = {
    bucket: expected,
    pauses: Array.from({ length: 120 }, (_, index) => 30 + (index % 3)),
    shares: [0.5],
    quickness: 20,
  };

  it("see a rate that is not divided, and one that is too small", () => {
    for (const factor of [3, 0.5]) {
      const bounds = earnedBounds(seen(calm, { ...expected, rateBytesPerSecond: 10_000 * factor }), expected);
      const { acceptedBytes = 0, leastBytes = 0, mostBytes = 0 } = bounds ?? {};
      expect(acceptedBytes > mostBytes || acceptedBytes < leastBytes, `factor ${factor}`).to.equal(true);
    }
  });

  it("see a burst that is divided, or larger", () => {
    for (const burstBytes of [17_000, 75_000]) {
      const [bucket] = seen(calm, { ...expected, burstBytes }).buckets;
      const bounds = bucket ? burstBounds(bucket, expected) : undefined;
      const { acceptedBytes = 0, leastBytes = 0, mostBytes = 0 } = bounds ?? {};
      expect(acceptedBytes > mostBytes || acceptedBytes < leastBytes, `burst ${burstBytes}`).to.equal(true);
    }
  });

  it("have no least where nothing was refused, and are none where nothing was asked", () => {
    const taken: RatePush = { status: 204, bytes: 1, lines: 1, startMs: 0, endMs: 1 };
    const refused: RatePush = { ...taken, status: 429 };
    const bucket = { distributor: "d", url: "", first: [taken], last: [] };
    const record = (first: RatePush[]): IngestionRateRecord => {
      return { buckets: [{ ...bucket, first }], gateway: [taken], discarded: {} };
    };
    expect(burstBounds(bucket, expected)).to.include({ acceptedBytes: 1, leastBytes: undefined });
    expect(burstBounds({ ...bucket, first: [] }, expected)).to.equal(undefined);
    expect(earnedBounds(record([taken]), expected)).to.equal(undefined);
    expect(earnedBounds(record([refused]), expected)).to.include({ acceptedBytes: 1, leastBytes: undefined });
    expect(earnedBounds({ buckets: [], gateway: [], discarded: {} }, expected)).to.equal(undefined);
  });

  it("tell what is unclear, what was refused and which rate Loki names", () => {
    const refused: RatePush = {
      status: 429,
      bytes: 5,
      lines: 7,
      startMs: 0,
      endMs: 1,
      said: "x (limit: 104857 bytes/sec) y",
    };
    const record = { buckets: [], gateway: [refused, { ...refused, status: 500 }], discarded: {} };
    expect(unclear(record)).to.have.length(1);
    expect(refusedLines(record)).to.equal(7);
    expect(quotedRates(record)).to.deep.equal([104_857]);
  });
});
