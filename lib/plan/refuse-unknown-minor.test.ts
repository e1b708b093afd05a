import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { type LoadedPlan, loadPlan } from "./load-plan.ts";

/** Returns the plan of scenario `quick` for a given Loki version. */
function planOf(lokiVersion: string, force?: boolean): Promise<LoadedPlan> {
  return loadPlan(
    {
      scenario: "quick",
      provider: "local",
      chart: { valuesFiles: [], settings: [`loki.image.tag=${lokiVersion}`] },
      now: new Date(),
      ...(force === undefined ? {} : { force }),
    },
    {},
  );
}

const aboutLoki = ({ warnings }: LoadedPlan): readonly string[] =>
  warnings.filter((text) => text.startsWith("Loki "));

describe("a Loki that lokiproof does not know", function () {
  this.timeout(30_000);

  for (const version of ["3.8.0", "3.99.0"])
    it(`is refused if its minor is newer than all that are known: ${version}`, async () => {
      const error = await planOf(version).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(HarnessError);
      expect(String(error)).to.contain(`Loki ${version}: lokiproof knows Loki up to`);
      const forced = await planOf(version, true);
      expect(forced.plan.lokiVersion).to.equal(version);
      expect(aboutLoki(forced)).to.have.lengthOf(1);
    });

  for (const [version, warnings] of [
    ["3.7.99", 1],
    ["3.4.2", 1],
    ["3.5.7", 0],
    ["3.6.15", 0],
    ["3.7.8", 0],
  ] as const)
    it(`is planned with ${warnings === 0 ? "no warning" : "a warning"} if its minor is known: ${version}`, async () => {
      expect(aboutLoki(await planOf(version))).to.have.lengthOf(warnings);
    });
});
