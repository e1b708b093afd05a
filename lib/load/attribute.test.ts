import { expect } from "chai";
import { attribute, starvation } from "./attribute.ts";
import type { GeneratorRecord } from "./request-record.ts";

function generator(over: Partial<GeneratorRecord> = {}): GeneratorRecord {
  const base = { script: "flood", planned: 100, dropped: 0, cpuSeconds: 2, wallSeconds: 10 } as const;
  return { ...base, startLagP99Ms: 3, starvedShare: 0, exitCode: 0, ...over };
}

describe("attribution", () => {
  const starved = { starvedShare: 0.5 };
  const late = { startLagP99Ms: 900 };
  for (const [what, generators, expected] of [
    ["all sent, in time", [generator(), generator({ script: "storm" })], "clean"],
    ["drops while the generator was well", [generator({ dropped: 3 })], "loki"],
    ["drops of one of two", [generator(), generator({ script: "storm", dropped: 1 })], "loki"],
    ["drops of a late generator", [generator({ dropped: 3, ...late })], "generator"],
    ["drops on a machine that others kept busy", [generator({ dropped: 3, ...starved })], "generator"],
    ["no drops, but late", [generator(late)], "generator"],
    ["no drops on a busy machine", [generator(starved)], "generator"],
    ["a machine that cannot be watched", [generator({ starvedShare: undefined, dropped: 1 })], "loki"],
    ["k6 that failed", [generator({ exitCode: 107, dropped: 100 })], "generator"],
    ["k6 that sent nothing", [generator({ startLagP99Ms: undefined, dropped: 100 })], "generator"],
    ["one late of two, the other dropping", [generator(late), generator({ dropped: 9 })], "generator"],
    ["no generator at all", [], "generator"],
  ] as const) {
    it(`takes ${what} for ${expected}`, () => expect(attribute(generators)).to.equal(expected));
  }

  it("says why a generator cannot be trusted", () => {
    expect(starvation(generator(late))).to.contain("900 ms late");
    expect(starvation(generator(starved))).to.contain("50%");
    expect(starvation(generator())).to.equal(undefined);
  });
});
