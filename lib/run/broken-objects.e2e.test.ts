import { brokenRunMs, expectRed } from "./broken-install.fixture.ts";
import { aroundGateway, fullDisk, halfRollout, tightBudget } from "./sabotage-objects.fixture.ts";
import { grownVolume } from "./sabotage-volume.fixture.ts";

/** A disk that is full changes what pushes are answered, so it has a cluster of its own. */
const groups = [[aroundGateway, tightBudget, halfRollout, grownVolume], [fullDisk]];

describe("an install whose objects somebody changed", function () {
  this.timeout(brokenRunMs);

  for (const sabotage of groups) {
    it(`${sabotage.map(({ name }) => name).join(" + ")}: turns its checks red and no others`, () =>
      expectRed({ breakages: [], sabotage }));
  }
});
