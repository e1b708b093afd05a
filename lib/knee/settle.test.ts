import { expect } from "chai";
import type { Clock } from "../base/clock.ts";
import type { CpuReading } from "./component-cpu.ts";
import { settle } from "./settle.ts";

const { signal } = new AbortController();

/**
 * Returns a fake two-core machine. In each second, the stack uses the given share of the machine; after the last share,
 * it stays at that share.
 */
function machine(shares: readonly number[], components = true) {
  let nowMs = 0;
  const clock: Clock = {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const read = (): CpuReading => {
    const seconds = Math.floor(nowMs / 1000);
    const used = Array.from({ length: seconds }, (_, i) => 2 * (shares[i] ?? shares.at(-1) ?? 0));
    const ingester = used.reduce((sum, one) => sum + one, 0);
    return {
      components: components ? { ingester } : {},
      machine: { totalS: 2 * seconds, idleS: 2 * seconds - ingester },
    };
  };
  return { clock, read, signal };
}

describe("a stack between two rates", () => {
  const cases = [
    { say: "that is at rest is looked at for a second", shares: [0.05], waitsS: 1 },
    { say: "that works off what was left is waited for", shares: [0.9, 0.9, 0.4, 0.1], waitsS: 4 },
    { say: "that never rests is not waited for longer than half a minute", shares: [0.95], waitsS: 30 },
  ];
  for (const { say, shares, waitsS } of cases) {
    it(say, async () => {
      const seen = machine(shares);
      await settle("run", seen);
      expect(seen.clock.now()).to.equal(waitsS * 1000);
    });
  }

  it("whose processes cannot be seen is not waited for", async () => {
    const seen = machine([0.9], false);
    await settle("run", seen);
    expect(seen.clock.now()).to.equal(0);
  });
});
