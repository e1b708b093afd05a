import { expect } from "chai";
import type { Clock } from "./clock.ts";
import { poll } from "./poll.ts";

/** Returns a fake clock whose time advances only in calls of `sleep`. */
function sleeper(): Clock {
  let nowMs = 0;
  return {
    now: () => nowMs,
    sleep: (ms, signal) => {
      signal.throwIfAborted();
      nowMs += ms;
      return Promise.resolve();
    },
  };
}
const { signal } = new AbortController();

describe("poll", () => {
  it("ends with the first observation that settles it", async () => {
    let seen = 0;
    const polled = await poll(
      () => Promise.resolve(++seen),
      (n) => n === 3,
      { timeoutMs: 10_000, intervalMs: 100, signal, clock: sleeper() },
    );
    expect(polled).to.deep.equal({ settled: true, last: 3, lastError: undefined, waitedMs: 200 });
  });

  it("takes a deadline that is no whole number of milliseconds", async () => {
    const clock = { ...sleeper(), now: () => 0.25 };
    const polled = await poll(
      () => Promise.resolve("seen"),
      () => true,
      { timeoutMs: 99.9, signal, clock },
    );
    expect(polled).to.include({ settled: true, last: "seen" });
  });

  it("gives the last observation, and why the last try made none, when the deadline passes", async () => {
    let tries = 0;
    const observe = (): Promise<string> => {
      tries += 1;
      return tries === 2 ? Promise.resolve("half") : Promise.reject(new Error(`refused ${tries}`));
    };
    const polled = await poll(observe, () => false, {
      timeoutMs: 500,
      intervalMs: 100,
      signal,
      clock: sleeper(),
    });
    expect(polled).to.deep.include({ settled: false, last: "half", lastError: "refused 6", waitedMs: 500 });
  });

  it("throws the caller's own abort, and nothing else", async () => {
    const controller = new AbortController();
    const observe = (): Promise<never> => {
      controller.abort(new Error("enough"));
      return Promise.reject(new Error("cut off"));
    };
    const error: unknown = await poll(observe, () => true, {
      timeoutMs: 500,
      signal: controller.signal,
      clock: sleeper(),
    }).catch((reason: unknown) => reason);
    expect(error).to.be.an("error").with.property("message", "enough");
  });
});
