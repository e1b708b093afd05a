import { expect } from "chai";
import * as fc from "fast-check";
import { inTurn } from "./test-turn.fixture.ts";

describe("the turns of a long list of tests", () => {
  it("run every element once in so many turns", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (list, parts) => {
        const runs = Array.from({ length: parts }, (_, i) => inTurn(list, `${i + 1}/${parts}`));
        expect(runs.flat()).to.have.members(list);
        const sizes = runs.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(1);
      }),
    );
  });

  it("are all of the list unless a turn is given", () => {
    expect(inTurn([1, 2, 3], "")).to.deep.equal([1, 2, 3]);
  });

  for (const turn of ["0/3", "4/3", "3", "a/b", "-1/3", "1/0"])
    it(`refuse ${turn}`, () => expect(() => inTurn([1], turn)).to.throw("TEST_TURN"));
});
