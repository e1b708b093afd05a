import { expect } from "chai";
import { faults, figure, plan, skip, unknown } from "lokiproof/judge/suite.ts";

/** The maximum difference, in seconds, between a fault's duration and its planned duration. */
const toleranceS = 1;

describe("faults", () => {
  it("injected: every planned fault was injected during the load, and lifted again", () => {
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
    // lokiproof itself injects faults. If a fault did not happen, the run proves nothing about Loki.
    if (wrong.length > 0 || seen.length !== planned.length) {
      unknown(
        `${seen.length} of ${planned.length} planned faults were recorded; ${wrong.join("; ") || "those took effect as planned"}`,
      );
    }
    expect(wrong).to.deep.equal([]);
  });
});
