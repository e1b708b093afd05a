import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import { type JudgedLoad, judgedLoad } from "../fixtures/judged-load.fixture.ts";
import { ownStateFolder } from "../fixtures/live-stack.fixture.ts";

const { signal } = new AbortController();

/**
 * Runs the scenario's load on a stack with these breakages (deliberate faults), and judges how much the tenants affect
 * each other.
 */
async function noisy(breakages: readonly string[]): Promise<JudgedLoad> {
  const options = { scenario: "noisy-neighbour", provider: "local", breakages, now: new Date() } as const;
  const { plan } = await loadPlan(options, testTenants);
  await using stack = await upLocal(plan, { progress: silentProgress, signal });
  return await judgedLoad(stack, { ...plan, required: [] }, { suites: ["neighbour"] });
}

function told({ outcomes }: JudgedLoad, outcome: string): readonly string[] {
  return Object.keys(outcomes).filter((id) => outcomes[id] === outcome);
}

describe("a noisy neighbour", function () {
  this.timeout(400_000);
  ownStateFolder();

  it("is not noticed on the distributed Loki of the article", async () => {
    const seen = await noisy([]);
    expect(told(seen, "pass"), seen.told).to.have.members([
      "neighbour.pushes",
      "neighbour.queries",
      "neighbour.accepted",
    ]);
  });

  it("is, under the same load, where all share one process", async () => {
    const seen = await noisy(["monolithic"]);
    expect(told(seen, "fail"), seen.told).to.include("neighbour.queries");
  });
});
