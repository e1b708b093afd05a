import { expect } from "chai";
import { describeBudget, holdBudget } from "lokiproof/claims/latency/hold-budget.ts";
import { starvation } from "lokiproof/claims/load/attribute.ts";
import { figure, generators, plan, pushes, queries, skip, unknown } from "lokiproof/judge/suite.ts";
import type { LatencyBudget } from "lokiproof/plan/load-schema.ts";
import { isOf } from "lokiproof/plan/tenant-groups.ts";

function holdAll(operation: LatencyBudget["operation"]): void {
  const budgets = plan().budgets.filter((budget) => budget.operation === operation);
  if (budgets.length === 0) skip(`the plan has no budget for a ${operation}`);
  const requests = operation === "push" ? pushes().filter(({ kind }) => kind === "flood") : queries();
  const held = budgets.map((budget) =>
    holdBudget(
      budget,
      requests.filter(({ tenant }) => isOf(budget.tenant, tenant, plan())),
    ),
  );
  for (const one of held) figure(describeBudget(one));
  const over = held.filter(({ outcome }) => outcome === "over").map(describeBudget);
  const unproven = held.filter(({ outcome }) => outcome === "unproven").map(describeBudget);
  const doubts = generators().flatMap((generator) => starvation(generator) ?? []);
  const unmet = [...over, ...unproven];
  if (doubts.length > 0 && unmet.length > 0) unknown(`${unmet.join("; ")}, but ${doubts.join("; ")}`);
  expect(over, "latency budgets that were exceeded").to.deep.equal([]);
  if (unproven.length > 0) unknown(`too few samples for ${unproven.join("; ")}`);
  const unsent = generators().reduce((sum, { dropped }) => sum + dropped, 0);
  // Unsent requests have no latency, but their latency would have been the highest.
  if (unsent > 0) unknown(`within budget, but ${unsent} planned requests were never sent`);
}

describe("latency", () => {
  it("push: every tenant's push latency is within budget, measured from when each push was due", () => {
    holdAll("push");
  });

  it("query: every tenant's query latency is within budget, measured from when each query was due", () => {
    holdAll("query");
  });
});
