import { expect } from "chai";
import { chartHasKey, keysOf, listedVersion, unknownPaths } from "./chart-keys.ts";

describe("the keys of a chart", () => {
  const versions: readonly (readonly [string, string])[] = [
    ["6.55.0", "6.55.0"],
    ["6.40.1", "6.29.0"],
    ["6.*", "6.55.0"],
    ["~6.29", "6.29.0"],
    ["18.12.1", "18.11.0"],
    ["5.0.0", "6.29.0"],
    ["", "18.11.0"],
  ];
  for (const [asked, listed] of versions) {
    it(`of "${asked}" are those of ${listed}`, () => {
      expect(listedVersion(asked)).to.equal(listed);
    });
  }

  it("are those of the version: what a later chart has, an earlier has not", () => {
    expect(chartHasKey(["querier", "enabled"], "18.11.0")).to.equal(true);
    expect(chartHasKey(["querier", "enabled"], "6.55.0")).to.equal(false);
    expect(keysOf("", "6.29.0")).to.include("enterprise").and.not.to.include("defaults");
  });

  it("are open where a block is Kubernetes' own or Loki's", () => {
    expect(chartHasKey(["loki", "readinessProbe", "exec"], "6.55.0")).to.equal(true);
    expect(chartHasKey(["loki", "limits_config", "anything"], "6.55.0")).to.equal(true);
  });

  it("include what a template names and values.yaml does not", () => {
    expect(chartHasKey(["ingester", "persistence", "size"], "6.55.0")).to.equal(true);
  });

  it("show where a value is that no chart has", () => {
    const values = {
      querier: { replica: 1, autoscaling: { max: 1 } },
      what: { ever: 1 },
      loki: { server: { x: 1 } },
    };
    expect(unknownPaths(values, "6.55.0")).to.have.deep.members([
      ["querier", "replica"],
      ["querier", "autoscaling", "max"],
      ["what"],
    ]);
  });
});
