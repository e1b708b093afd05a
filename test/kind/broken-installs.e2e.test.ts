import { type BrokenInstall, brokenRunMs, expectRed } from "../fixtures/broken-install.fixture.ts";
import { seedOutside } from "../fixtures/outside-cluster.fixture.ts";
import { callsOutside, crashLoop, querierCutOff } from "../fixtures/sabotage.fixture.ts";
import { aroundGateway, fullDisk, halfRollout, tightBudget } from "../fixtures/sabotage-objects.fixture.ts";
import { grownVolume } from "../fixtures/sabotage-volume.fixture.ts";
import { inTurn } from "../fixtures/test-turn.fixture.ts";

/**
 * Groups of breakages (deliberate faults) and sabotage that share a cluster because they do not hide each other's
 * symptoms.
 */
const groups: readonly BrokenInstall[] = [
  {
    breakages: [
      "index-gateway-cluster-ip",
      "two-compactors",
      "gateway-timeout",
      "gateway-body-limit",
      "replication-factor-1",
    ],
    sabotage: [],
  },
  // If an ingester cannot be queried, it is not known which data were stored. The breakage (deliberate fault) with a
  // wrong S3 bucket therefore has a separate cluster.
  { breakages: [], sabotage: [crashLoop, querierCutOff] },
  { breakages: ["wrong-bucket"], sabotage: [] },
  { breakages: ["auth-disabled"], sabotage: [] },
  { breakages: [], sabotage: [aroundGateway, tightBudget, halfRollout, grownVolume, callsOutside] },
  // A full disk changes how pushes are answered, so the sabotage with a full disk has a separate cluster.
  { breakages: [], sabotage: [fullDisk], outside: seedOutside },
];

describe("an install that is really broken", function () {
  this.timeout(brokenRunMs);

  for (const { breakages, sabotage, outside } of inTurn(groups)) {
    const reachesOut = outside === undefined ? [] : ["values that reach outside of the cluster"];
    const names = [...breakages, ...sabotage.map(({ name }) => name), ...reachesOut];
    it(`${names.join(" + ")}: turns its checks red and no others`, () =>
      expectRed({ breakages, sabotage, ...(outside && { outside }) }));
  }
});
