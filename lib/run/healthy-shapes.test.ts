import { expect } from "chai";
import { describePlan } from "../plan/describe-plan.ts";
import { switchedOff } from "../promises/switched-off.ts";
import { combinedShapes } from "./combined-shapes.fixture.ts";
import { shapes } from "./healthy-shapes.fixture.ts";
import { planOfShape } from "./plan-of-shape.fixture.ts";

const warned = async (name: string): Promise<boolean> => {
  const { warnings } = await planOfShape(shapes.find((one) => one.name === name) ?? { name, skips: [] });
  return warnings.some((text) => text.startsWith("retention_period has no effect"));
};

describe("the plan of a healthy Loki", function () {
  this.timeout(30_000);

  for (const shape of [...shapes, ...combinedShapes])
    it(`of another shape skips what it switches off, and says so: ${shape.name}`, async () => {
      const { plan } = await planOfShape(shape);
      const off = switchedOff(plan);
      expect(off.flatMap(({ checks }) => checks)).to.include.members([...shape.skips]);
      if (shape.skips.length === 0) expect(off).to.deep.equal([]);
      const text = describePlan(plan, []);
      for (const { setting } of off) expect(text).to.contain(setting);
      if (off.length > 0) expect(text).to.contain("not checked because your config switches it off");
    });

  it("warns of a retention that nothing applies", async () => {
    expect(await warned("retention never")).to.equal(true);
    expect(await warned("the article's")).to.equal(false);
  });

  it("of the article's shape skips nothing", async () => {
    const { plan } = await planOfShape({ name: "the article's", skips: [] });
    expect(switchedOff(plan)).to.deep.equal([]);
  });
});
