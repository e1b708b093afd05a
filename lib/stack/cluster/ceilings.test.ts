import { expect } from "chai";
import * as fc from "fast-check";
import { HarnessError } from "../../base/errors.ts";
import type { Plan } from "../../plan/plan.ts";
import { beyondCeilings, ofLoad, raised, refuseBeyondCeilings, standardCeilings } from "./ceilings.ts";

type Load = Pick<Plan, "tenants" | "tenantGroups">;

function load(
  rateBytesPerSecond: number,
  parts: { streams?: number; forS?: number; storm?: number } = {},
): Load {
  const { streams = 1, forS = 10, storm } = parts;
  const steps = [{ forS, rateBytesPerSecond }];
  const flood = { startS: 0, steps, streams, lineBytes: 160, pushBytes: 1000, format: "snappy" as const };
  const asked =
    storm === undefined ? {} : { storm: { startS: 5, forS: 10, ratePerSecond: storm, rangesS: [900] } };
  return { tenants: { "lokiproof-load-1": { flood, ...asked } }, tenantGroups: [] };
}

describe("ceilings", () => {
  it("names everything that is beyond them, with the figures", () => {
    const beyond = beyondCeilings(load(2_000_000, { streams: 500, forS: 900, storm: 9 }), standardCeilings);
    expect(beyond.map((one) => one.split(/[ :,]/)[0])).to.deep.equal([
      "bytes/s",
      "queries/s",
      "seconds",
      "streams",
    ]);
    expect(beyond[0]).to.contain("1000000").and.to.contain("2000000");
  });

  it("adds up tenants and groups", () => {
    const one = load(600_000);
    const flood = one.tenants["lokiproof-load-1"]?.flood;
    if (flood === undefined) throw new Error("no flood");
    const group = { prefix: "t-", count: 10, zipf: 1, flood };
    const both = ofLoad({ ...one, tenantGroups: [group] });
    expect(both).to.include({ bytesPerSecond: 1_200_000, streams: 11 });
  });

  it("refuses before anything is sent, as bad usage", () => {
    expect(() => refuseBeyondCeilings(load(2_000_000), standardCeilings)).to.throw(
      /at most 1000000, got 2000000/,
    );
    expect(() => refuseBeyondCeilings(load(2_000_000), raised(standardCeilings, 2))).to.not.throw();
  });

  it("say by how much they would have to be raised", () => {
    const big = load(2_500_000, { streams: 900, storm: 3 });
    let hint: string | undefined;
    try {
      refuseBeyondCeilings(big, standardCeilings);
    } catch (error) {
      hint = error instanceof HarnessError ? error.hint : undefined;
    }
    const factor = Number(/--ceiling-factor (\d+)$/.exec(hint ?? "")?.[1]);
    expect(() => refuseBeyondCeilings(big, raised(standardCeilings, factor))).to.not.throw();
    expect(() => refuseBeyondCeilings(big, raised(standardCeilings, factor - 1))).to.throw();
  });

  it("never refuse more where they are higher", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e8 }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (rate, factor) => {
          const some = load(rate, { storm: 1 });
          const before = beyondCeilings(some, standardCeilings).length;
          expect(beyondCeilings(some, raised(standardCeilings, factor)).length).to.be.at.most(before);
        },
      ),
    );
  });
});
