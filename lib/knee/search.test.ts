import { expect } from "chai";
import * as fc from "fast-check";
import { kneeOf, nextTrial, type SearchBounds, type Trial, type TrialOutcome } from "./search.ts";

const bounds: SearchBounds = {
  startRate: 2,
  growth: 1.5,
  resolution: 1.1,
  minRate: 0.01,
  maxRate: 10_000,
  maxTrials: 100,
};

type System = (rate: number, confirms: boolean, nth: number) => TrialOutcome;

function search(system: System, over: Partial<SearchBounds> = {}): readonly Trial[] {
  const trials: Trial[] = [];
  for (;;) {
    const next = nextTrial(trials, { ...bounds, ...over });
    if (next === undefined) return trials;
    trials.push({ ...next, outcome: system(next.rate, next.confirms, trials.length) });
    if (trials.length > 500) throw new Error("the search does not end");
  }
}

/**
 * Returns a fake system that holds every rate up to what Loki can handle, as long as the generator can offer that rate.
 */
const capable =
  (loki: number, generator = Number.POSITIVE_INFINITY): System =>
  (rate) =>
    rate > generator ? "generator" : rate > loki ? "broke" : "held";

const capacity = fc.double({ min: 0.02, max: 9_000, noNaN: true });

/** A fake system in which other processes hinder the third trial, and only that one. */
const hindered: System = (rate, _, nth) => (nth === 2 ? "generator" : capable(7)(rate, false, nth));

describe("the search for the knee", () => {
  it("grows, then halves the gap, then confirms", () => {
    const rates = search(capable(7), { resolution: 1.2 }).map(({ rate, confirms }) => [
      Number(rate.toFixed(2)),
      confirms,
    ]);
    expect(rates).to.deep.equal([
      [2, false],
      [3, false],
      [4.5, false],
      [6.75, false],
      [10.13, false],
      [8.27, false],
      [7.47, false],
      [6.75, true],
    ]);
  });

  it("finds what Loki takes, as near as its resolution, and confirms it", () => {
    fc.assert(
      fc.property(capacity, (loki) => {
        const knee = kneeOf(search(capable(loki)));
        expect(knee).to.include({ kind: "knee", confirmed: true, bound: "loki" });
        expect(knee.rate).to.be.at.most(loki);
        expect((knee.rate ?? 0) * bounds.resolution).to.be.above(loki);
      }),
    );
  });

  it("never takes the generator's limit for Loki's", () => {
    fc.assert(
      fc.property(capacity, capacity, (loki, generator) => {
        const knee = kneeOf(search(capable(loki, generator)));
        expect(knee.rate).to.be.at.most(Math.min(loki, generator));
        // If the limits of the generator and of Loki are within one resolution of each other, either can be found
        // first.
        if (generator * bounds.resolution < loki)
          expect(knee).to.include({ kind: "at-least", bound: "generator" });
        if (loki * bounds.resolution < generator) expect(knee).to.include({ kind: "knee", bound: "loki" });
      }),
    );
  });

  it("gives the generator a second chance, for others may have been in the way", () => {
    expect(kneeOf(search(hindered))).to.include({ kind: "knee", bound: "loki", confirmed: true });
  });

  it("gives up a rate that held once and broke for longer", () => {
    fc.assert(
      fc.property(capacity, fc.double({ min: 0.3, max: 1, noNaN: true }), (loki, lasting) => {
        const tiring: System = (rate, confirms) =>
          rate <= loki * (confirms ? lasting : 1) ? "held" : "broke";
        const knee = kneeOf(search(tiring));
        if (knee.kind !== "knee") return;
        expect(knee.confirmed).to.equal(true);
        expect(knee.rate).to.be.at.most(loki * lasting);
      }),
    );
  });

  it("ends within its trials, whatever it meets, and names no rate that did not hold last", () => {
    const outcome = fc.constantFrom<TrialOutcome>("held", "broke", "generator");
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (dice, maxTrials) => {
          const trials = search((_, __, nth) => dice[nth] ?? "broke", { maxTrials });
          expect(trials).to.have.lengthOf.at.most(maxTrials);
          expect(trials.every(({ rate }) => rate >= bounds.minRate && rate <= bounds.maxRate)).to.equal(true);
          const { rate, kind, confirmed } = kneeOf(trials);
          const last = trials.findLast((trial) => trial.rate === rate);
          expect(rate === undefined ? undefined : last?.outcome).to.equal(
            rate === undefined ? undefined : "held",
          );
          expect(kind === "below" || kind === "unknown").to.equal(rate === undefined);
          if (confirmed) expect(last?.confirms).to.equal(true);
        },
      ),
    );
  });

  for (const [what, system, over, expected] of [
    [
      "the highest rate of the search holds",
      capable(1e9),
      {},
      { kind: "at-least", rate: 10_000, bound: "search" },
    ],
    [
      "it was stopped before anything broke",
      capable(1e9),
      { maxTrials: 3 },
      { kind: "at-least", rate: 4.5, confirmed: false },
    ],
    ["not even the lowest rate holds", capable(0), {}, { kind: "below", rate: undefined, brokenRate: 0.01 }],
    [
      "the generator cannot offer even the lowest",
      capable(1, 0),
      {},
      { kind: "unknown", rate: undefined, bound: "generator" },
    ],
    [
      "nothing was tried",
      capable(1),
      { maxTrials: 0 },
      { kind: "unknown", rate: undefined, bound: undefined },
    ],
  ] as const) {
    it(`says so when ${what}`, () => expect(kneeOf(search(system, over))).to.include(expected));
  }
});
