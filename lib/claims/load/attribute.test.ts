import { expect } from "chai";
import * as fc from "fast-check";
import type { GeneratorRecord, GeneratorSecond } from "../../run-folder/request-record.ts";
import { attribute, droppedByLoki, starvation } from "./attribute.ts";

function generator(over: Partial<GeneratorRecord> = {}): GeneratorRecord {
  const base = { script: "flood", planned: 100, dropped: 0, cpuSeconds: 2, wallSeconds: 10 } as const;
  return { ...base, startLagP99Ms: 3, starvedShare: 0, exitCode: 0, ...over };
}

/** Returns per-second records of a healthy generator, with the given changes. */
function seconds(
  count: number,
  over: Readonly<Record<number, Partial<GeneratorSecond>>> = {},
): GeneratorSecond[] {
  return Array.from({ length: count }, (_, i) => ({ atMs: i * 1000, gapMs: 52, cpuS: 0.1, ...over[i] }));
}

function droppingAt(second: number, over: Readonly<Record<number, Partial<GeneratorSecond>>> = {}) {
  const all = { ...over, [second]: { dropped: 3, waiting: 3, ...over[second] } };
  return generator({ dropped: 3, seconds: seconds(60, all) });
}

function contendedUpTo(count: number): Readonly<Record<number, Partial<GeneratorSecond>>> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [i, { contended: true }]));
}

describe("attribution", () => {
  const starved = { starvedShare: 0.5 };
  const late = { startLagP99Ms: 900 };
  const stopped = { gapMs: 3000 };
  const crowding = { seconds: 7, usedCores: 1.234, allowedCores: 0.5, cores: 2 };
  const crowded = { crowding, seconds: seconds(60) };
  for (const [what, generators, expected] of [
    ["all sent, in time", [generator(), generator({ script: "storm" })], "clean"],
    ["drops while the generator was well", [generator({ dropped: 3 })], "loki"],
    ["drops of one of two", [generator(), generator({ script: "storm", dropped: 1 })], "loki"],
    ["drops of a late generator", [generator({ dropped: 3, ...late })], "generator"],
    ["drops on a machine that others kept busy", [generator({ dropped: 3, ...starved })], "generator"],
    ["drops on a machine that the generators filled", [generator({ dropped: 3, ...crowded })], "generator"],
    ["no drops on such a machine", [generator(crowded)], "generator"],
    [
      "a machine that the generators filled for a moment",
      [generator({ ...crowded, crowding: { ...crowding, seconds: 6 } })],
      "clean",
    ],
    [
      "drops while the generators filled the machine",
      [droppingAt(30, { 30: { crowded: true } })],
      "generator",
    ],
    ["no drops, but late", [generator(late)], "generator"],
    ["no drops on a busy machine", [generator(starved)], "generator"],
    ["a machine that cannot be watched", [generator({ starvedShare: undefined, dropped: 1 })], "loki"],
    ["k6 that failed", [generator({ exitCode: 107, dropped: 100 })], "generator"],
    ["k6 that sent nothing", [generator({ startLagP99Ms: undefined, dropped: 100 })], "generator"],
    ["one late of two, the other dropping", [generator(late), generator({ dropped: 9 })], "loki"],
    ["no generator at all", [], "generator"],
    ["drops in a second in which it was well", [droppingAt(30)], "loki"],
    ["drops after it was stopped", [droppingAt(30, { 27: stopped })], "generator"],
    ["drops just before it was seen to be stopped", [droppingAt(30, { 31: stopped })], "generator"],
    ["drops long after it was stopped", [droppingAt(30, { 5: stopped })], "loki"],
    ["drops while others kept the machine busy", [droppingAt(30, { 30: { contended: true } })], "generator"],
    ["drops after others had the machine for seconds", [droppingAt(40, contendedUpTo(5))], "generator"],
    ["drops long after others had it for a moment", [droppingAt(40, contendedUpTo(4))], "loki"],
    ["drops while no user waited for Loki", [droppingAt(30, { 30: { waiting: 0 } })], "generator"],
    [
      "drops in a second that no beat speaks for",
      [droppingAt(30, { 30: { gapMs: undefined } })],
      "generator",
    ],
  ] as const) {
    it(`takes ${what} for ${expected}`, () => expect(attribute(generators)).to.equal(expected));
  }

  it("says why a generator cannot be trusted", () => {
    expect(starvation(generator(late))).to.contain("900 ms late");
    expect(starvation(generator(starved))).to.contain("50%");
    expect(starvation(generator())).to.equal(undefined);
    expect(starvation(generator(crowded))).to.equal(
      "k6 itself used 1.2 of this machine's 2 cores in 7 of 60 seconds in which no core was free (it may use 0.5; Loki needs the rest)",
    );
    const held = seconds(20).map((one) => ({ ...one, gapMs: 400 }));
    expect(starvation(generator({ seconds: held }))).to.equal(
      "k6 flood could not run as it wanted in 20 of 20 seconds (its beats were over 250 ms apart), in which it had 0.10 of a core",
    );
    expect(starvation(generator({ seconds: seconds(60, { 7: stopped }) }))).to.equal(undefined);
  });

  const second = fc.record({
    atMs: fc.nat(),
    dropped: fc.nat(9),
    waiting: fc.nat(9),
    gapMs: fc.option(fc.nat(600), { nil: undefined }),
    contended: fc.boolean(),
    crowded: fc.boolean(),
  });
  const any = fc.record({
    dropped: fc.nat(20),
    startLagP99Ms: fc.option(fc.nat(600), { nil: undefined }),
    starvedShare: fc.option(fc.constantFrom(0, 0.05, 0.5), { nil: undefined }),
    seconds: fc.option(fc.array(second, { maxLength: 30 }), { nil: undefined }),
    exitCode: fc.constantFrom(0, 0, 0, 107),
  });

  it("never takes a run with drops for clean, nor a starved second's drop for Loki's", () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (all) => {
        const generators = all.map((one) => generator(one));
        const blamed = attribute(generators);
        if (generators.some(({ dropped }) => dropped > 0)) expect(blamed).to.not.equal("clean");
        if (generators.some((one) => starvation(one) !== undefined)) expect(blamed).to.not.equal("clean");
        const unwell = generators.map((one) => {
          const never = (one.seconds ?? seconds(5)).map((each) => ({ ...each, gapMs: 900 }));
          return { ...one, seconds: never.length > 0 ? never : seconds(1, { 0: stopped }) };
        });
        expect(attribute(unwell)).to.equal("generator");
        for (const one of unwell) expect(droppedByLoki(one)).to.equal(0);
      }),
    );
  });

  it("blames Loki for every drop of a generator that was well all the time", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }), (drops) => {
        const dropped = drops.reduce((sum, one) => sum + one, 0);
        const all = drops.map((one, i) => ({ atMs: i * 1000, dropped: one, waiting: one, gapMs: 60 }));
        const one = generator({ dropped, seconds: all });
        expect(droppedByLoki(one)).to.equal(dropped);
        expect(attribute([one])).to.equal(dropped > 0 ? "loki" : "clean");
      }),
    );
  });
});
