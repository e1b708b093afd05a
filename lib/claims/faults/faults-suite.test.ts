import { expect } from "chai";
import { outcomesOf } from "../../judge/outcomes-of.fixture.ts";
import { fault } from "../../plan/fault-schema.ts";

const planned = fault.parse({ pause: "distributor", atS: 10, forS: 5 });
const injected = {
  fault: "pause distributor for 5 s at 10 s",
  atS: 10,
  forS: 5,
  injectedMs: 10_000,
  liftedMs: 15_200,
};
const { injectedMs: _, liftedMs: __, ...never } = injected;

describe("the faults suite", function () {
  this.timeout(30_000);

  for (const [what, faults, records, expected] of [
    ["a fault that came and went as planned", [planned], [injected], "pass"],
    ["a fault that lasted too long", [planned], [{ ...injected, liftedMs: 17_000 }], "unknown"],
    ["a fault that could not be injected", [planned], [{ ...never, error: "no such process" }], "unknown"],
    ["a fault without a record", [planned], [], "unknown"],
    ["a plan without a fault", [], [], "skip"],
  ] as const) {
    it(`judges ${what} as ${expected}`, async () => {
      const outcomes = await outcomesOf({
        suite: "faults",
        plan: { faults: [...faults] },
        files: { "records/faults.json": records },
      });
      expect(outcomes).to.deep.equal({ "faults.injected": expected });
    });
  }
});
