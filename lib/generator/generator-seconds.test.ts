import { expect } from "chai";
import * as fc from "fast-check";
import { beatsOf, longestGapMs } from "./beats.ts";
import { generatorSeconds, type Lane } from "./generator-seconds.ts";

const beats = Array.from({ length: 40 }, (_, i) => ({ beatMs: 1000 + i * 1000, longestGapMs: 50 + i }));
const watch = { beats, cpu: [], contendedMs: undefined };

/**
 * Returns a lane (k6 scenario) with ten arrivals a second from second 2 on. Arrivals for which `comes` is false were
 * dropped; each answer took `tookMs`.
 */
function lane(arrivals: number, comes: (n: number) => boolean, tookMs = 20): Lane {
  const dueMs = Array.from({ length: arrivals }, (_, n) => 2000 + n * 100);
  const requests = dueMs
    .filter((_, n) => comes(n))
    .map((ms) => ({ intendedMs: ms, startMs: ms + 3, endMs: ms + 3 + tookMs }));
  return { dueMs, virtualUsers: 4, requests };
}

describe("the seconds of a generator", () => {
  it("tell in which second arrivals were dropped, and what the users did then", () => {
    const stuck = generatorSeconds([lane(100, (n) => n < 50 || n >= 60, 5000)], watch);
    expect(stuck.map(({ dropped = 0 }) => dropped)).to.deep.equal([0, 0, 0, 0, 0, 10, 0, 0, 0, 0]);
    expect(stuck[5]).to.include({ atMs: 7000, waiting: 10 });
    const idle = generatorSeconds([lane(100, (n) => n < 50 || n >= 60)], watch);
    expect(idle[5]).to.include({ dropped: 10, waiting: 0 });
  });

  it("take what comes late for late, not for dropped", () => {
    const one = lane(50, () => true);
    const late = one.requests.map((request, n) =>
      n >= 20 && n < 40 ? { ...request, startMs: 6200 } : request,
    );
    const seen = generatorSeconds([{ ...one, requests: late }], watch);
    expect(seen.some(({ dropped }) => dropped !== undefined)).to.equal(false);
  });

  it("count every drop once, whichever it was", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 80 }), (comes) => {
        const seen = generatorSeconds([lane(comes.length, (n) => comes[n] === true)], watch);
        const dropped = seen.reduce((sum, second) => sum + (second.dropped ?? 0), 0);
        expect(dropped).to.equal(comes.filter((does) => !does).length);
      }),
    );
  });

  it("have the longest gap between beats, CPU and contention, where these are known", () => {
    const cpu = [0, 1000, 2000, 3000, 4000].map((atMs) => ({ atMs, cpuS: atMs / 4000 }));
    const known = { beats, cpu, contendedMs: [3500], crowdedMs: [4500] };
    const seen = generatorSeconds([lane(30, () => true)], known);
    expect(seen[0]).to.deep.equal({ atMs: 2000, gapMs: 52, cpuS: 0.25, contended: true });
    expect(seen[1]).to.deep.equal({ atMs: 3000, gapMs: 53, cpuS: 0.25, contended: true, crowded: true });
    expect(seen[2]).to.deep.equal({ atMs: 4000, gapMs: 54, crowded: true });
    expect(generatorSeconds([lane(30, () => true)], { ...watch, beats: [] })[0]).to.deep.equal({
      atMs: 2000,
    });
    expect(generatorSeconds([], watch)).to.deep.equal([]);
  });

  it("read beats from among the other lines, and know how long they speak for", () => {
    const text =
      '{"beatMs":1000,"longestGapMs":50}\n{"scenario":"x"}\n{"beatMs":2500,"longestGapMs":900}\n{"beatMs":3';
    const read = beatsOf(text);
    expect(read.map(({ beatMs }) => beatMs)).to.deep.equal([1000, 2500]);
    expect(longestGapMs(read, 1200, 2200)).to.equal(900);
    expect(longestGapMs(read, 1200, 2600)).to.equal(undefined);
    expect(longestGapMs(read, 900, 1500)).to.equal(undefined);
  });
});
