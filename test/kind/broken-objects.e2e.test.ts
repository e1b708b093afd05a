import { seedOutside } from "../../lib/run/outside-cluster.fixture.ts";
import { type BrokenInstall, brokenRunMs, expectRed } from "../fixtures/broken-install.fixture.ts";
import { callsOutside } from "../fixtures/sabotage.fixture.ts";
import { aroundGateway, fullDisk, halfRollout, tightBudget } from "../fixtures/sabotage-objects.fixture.ts";
import { grownVolume } from "../fixtures/sabotage-volume.fixture.ts";

/** A disk that is full changes what pushes are answered, so it has a cluster of its own. */
const groups: readonly (Omit<BrokenInstall, "breakages"> & { readonly also?: string })[] = [
  { sabotage: [aroundGateway, tightBudget, halfRollout, grownVolume, callsOutside] },
  { sabotage: [fullDisk], outside: seedOutside, also: "values that reach outside of the cluster" },
];

describe("an install whose objects somebody changed", function () {
  this.timeout(brokenRunMs);

  for (const { also, ...install } of groups) {
    const names = [...install.sabotage.map(({ name }) => name), ...(also === undefined ? [] : [also])];
    it(`${names.join(" + ")}: turns its checks red and no others`, () =>
      expectRed({ breakages: [], ...install }));
  }
});
