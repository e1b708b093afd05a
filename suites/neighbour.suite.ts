import { expect } from "chai";
import { starvation } from "lokiproof/claims/load/attribute.ts";
import { describeHeldRatio, holdRatio } from "lokiproof/claims/neighbour/hold-ratio.ts";
import { loadBeganMs } from "lokiproof/claims/neighbour/in-windows.ts";
import { unsentOf } from "lokiproof/claims/neighbour/unsent.ts";
import { figure, generators, plan, pushes, queries, skip, unknown } from "lokiproof/judge/suite.ts";
import type { RatioBudget } from "lokiproof/plan/ratio-schema.ts";

function holdAll(what: string, isMeant: (budget: RatioBudget) => boolean): void {
  const budgets = plan().ratios.filter(isMeant);
  if (budgets.length === 0) skip(`the plan has no ratio for ${what}`);
  const hasStorm = Object.values(plan().tenants).some(({ storm }) => storm);
  const sent = { pushes: pushes(), queries: hasStorm ? queries() : [] };
  const load = { ...sent, windows: plan().windows, loadBeganMs: loadBeganMs(sent), seed: plan().seed };
  const held = budgets.flatMap((budget) => holdRatio(budget, load));
  for (const one of held) figure(describeHeldRatio(one));
  const tell = (outcome: string): readonly string[] =>
    held.filter((one) => one.outcome === outcome).map(describeHeldRatio);
  // A starved generator lengthens a tenant's response times alone as easily as its response times together with the
  // neighbour. In neither case does the ratio prove anything.
  const doubts = generators().flatMap((generator) => starvation(generator) ?? []);
  if (doubts.length > 0) unknown(`not checked: ${doubts.join("; ")}: such a load has no reliable ratio`);
  expect(tell("over"), "tenants that a neighbour's load affects beyond the allowed ratio").to.deep.equal([]);
  if (tell("unproven").length > 0) unknown(tell("unproven").join("; "));
  const unsent = budgets.reduce((sum, budget) => sum + unsentOf(budget, plan(), sent), 0);
  if (unsent > 0) unknown(`within budget, but ${unsent} planned requests of these tenants were never sent`);
}

describe("neighbour", () => {
  it("pushes: a neighbour's load slows no tenant's pushes beyond the allowed ratio", () => {
    holdAll("pushes", (budget) => budget.measure === "response" && budget.operation === "push");
  });

  it("queries: a neighbour's load slows no tenant's queries beyond the allowed ratio", () => {
    holdAll("queries", (budget) => budget.measure === "response" && budget.operation === "query");
  });

  it("accepted: a neighbour's load reduces no tenant's accepted share beyond the allowed ratio", () => {
    holdAll("the accepted share", ({ measure }) => measure === "accepted");
  });
});
