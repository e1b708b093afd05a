import { expect } from "chai";
import * as fc from "fast-check";
import { type Arrivals, arrivalsOf } from "./arrivals.ts";
import { withVirtualUsers } from "./virtual-users.ts";

function lane(perSecond: number, forS = 60): Arrivals {
  return { name: "n", tenant: "t", startMs: 0, ...arrivalsOf([{ forS, from: perSecond, to: perSecond }]) };
}

function usersOf(...lanes: readonly Arrivals[]): readonly number[] {
  return withVirtualUsers(lanes).map(({ virtualUsers }) => virtualUsers);
}

describe("virtual users", () => {
  it("are enough for answers of seven seconds, within a bound, and no more than there are requests", () => {
    expect(usersOf(lane(10), lane(0.1), lane(100))).to.deep.equal([70, 4, 200]);
    expect(usersOf(lane(10, 2))).to.deep.equal([20]);
  });

  it("are bounded in all, every lane having some", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 500, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (rates) => {
          const users = usersOf(...rates.map((rate) => lane(rate)));
          expect(users.reduce((sum, one) => sum + one, 0)).to.be.at.most(400 + 4 * rates.length);
          expect(Math.min(...users)).to.be.at.least(4);
        },
      ),
    );
  });
});
