import { brokenRunMs, expectRed } from "./broken-install.fixture.ts";
import { aroundGateway, fullDisk, halfRollout, tightBudget } from "./sabotage-objects.fixture.ts";
import { grownVolume } from "./sabotage-volume.fixture.ts";

describe("an install whose objects somebody changed", function () {
  this.timeout(brokenRunMs);

  const sabotage = [aroundGateway, tightBudget, halfRollout, fullDisk, grownVolume];
  it(`${sabotage.map(({ name }) => name).join(" + ")}: turns its checks red and no others`, () =>
    expectRed({ breakages: [], sabotage }));
});
