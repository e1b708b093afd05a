import { expect } from "chai";
import type { Clock } from "../base/clock.ts";
import { pace } from "./pace.ts";

function fakeClock(): Clock & { nowMs: number } {
  return {
    nowMs: 1000,
    now() {
      return this.nowMs;
    },
    sleep(ms) {
      this.nowMs += ms;
      return Promise.resolve();
    },
  };
}

describe("pace", () => {
  const { signal } = new AbortController();

  it("carries no more than its rate, whoever asks", async () => {
    const clock = fakeClock();
    const turn = pace(10, clock);
    for (let i = 0; i < 11; i++) await turn(100, signal);
    expect(clock.nowMs).to.equal(1100);
  });

  it("does not make up for a pause", async () => {
    const clock = fakeClock();
    const turn = pace(10, clock);
    await turn(100, signal);
    clock.nowMs += 5000;
    await turn(100, signal);
    await turn(100, signal);
    expect(clock.nowMs).to.equal(6010);
  });
});
