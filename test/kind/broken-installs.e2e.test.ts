import { type BrokenInstall, brokenRunMs, expectRed } from "../fixtures/broken-install.fixture.ts";
import { crashLoop, querierCutOff } from "../fixtures/sabotage.fixture.ts";
import { inTurn } from "../fixtures/test-turn.fixture.ts";

/** Installs that do not hide each other's symptoms share a cluster. */
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
  // With an ingester that cannot be asked it is not known what was stored, so the wrong bucket has a cluster of its own.
  { breakages: [], sabotage: [crashLoop, querierCutOff] },
  { breakages: ["wrong-bucket"], sabotage: [] },
  { breakages: ["auth-disabled"], sabotage: [] },
];

describe("an install that is really broken", function () {
  this.timeout(brokenRunMs);

  for (const install of inTurn(groups)) {
    const name = [...install.breakages, ...install.sabotage.map((act) => act.name)].join(" + ");
    it(`${name}: turns its checks red and no others`, () => expectRed(install));
  }
});
