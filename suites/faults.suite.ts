import { expect } from "chai";
import { faults, figure, plan, skip, unknown } from "lokiproof/judge/suite.ts";

/** How late a fault may come or go and still be the one that was planned. */
const toleranceS = 1;

describe("faults", () => {
  it("injected: every planned fault was injected beside the load, and lifted", () => {
    const planned = plan().faults;
    if (planned.length === 0) skip("the plan has no fault");
    const seen = faults();
    const wrong = seen.flatMap(({ fault, forS, injectedMs, liftedMs, error }) => {
      if (injectedMs === undefined || liftedMs === undefined)
        return [`${fault}: ${error ?? "never injected"}`];
      const lastedS = (liftedMs - injectedMs) / 1000;
      figure(`${fault}: lasted ${lastedS.toFixed(1)} s`);
      return Math.abs(lastedS - forS) <= toleranceS ? [] : [`${fault}: lasted ${lastedS.toFixed(1)} s`];
    });
    // The fault is lokiproof's own doing: that it did not come about says nothing of Loki.
    if (wrong.length > 0 || seen.length !== planned.length) {
      unknown(`${seen.length} of ${planned.length} recorded: ${wrong.join("; ")}`);
    }
    expect(wrong).to.deep.equal([]);
  });
});
