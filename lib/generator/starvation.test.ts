import { expect } from "chai";
import type { ProcessCpu } from "./proc-cpu.ts";
import { isContended, oursOf } from "./starvation.ts";

/** A number above all process ids: greater than the maximum that Linux assigns (proc(5), pid_max). */
const first = 5_000_000;

function busy(number: number, parent: number, ownS: number): ProcessCpu {
  return { pid: first + number, parent: first + parent, ownS, endedChildrenS: 0.5 };
}

describe("what is the run's own of a machine's CPU", () => {
  const processes = [busy(1, 0, 10), busy(2, 1, 20), busy(3, 2, 40), busy(4, 0, 80)];

  it("is of what descends from a process of its stack, however far, and of no other", () => {
    expect(oursOf("none", new Set([first + 1]), processes)).to.equal(71.5);
    expect(oursOf("none", new Set([first + 2]), processes)).to.equal(61);
    expect(oursOf("none", new Set([first + 4]), processes)).to.equal(80.5);
  });

  it("is nothing where no process is known to be its own", () => {
    expect(oursOf("none", new Set([first + 9]), processes)).to.equal(0);
  });
});

describe("a machine that others keep busy", () => {
  const cases = [
    { say: "its own stack fills", idleS: 0, oursS: 2, contended: false },
    { say: "others fill", idleS: 0, oursS: 1, contended: true },
    { say: "others and the run share, and that has room", idleS: 0.4, oursS: 1, contended: false },
  ];
  for (const { say, idleS, oursS, contended } of cases) {
    it(`is ${contended ? "one" : "none"} that ${say}`, () => {
      expect(isContended({ totalS: 2, idleS, oursS })).to.equal(contended);
    });
  }
});
