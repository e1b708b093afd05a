import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { type ClusterFlags, refuseMisfits } from "./cluster-options.ts";
import type { PlanFlags } from "./plan-flags.ts";

function refusal(flags: Partial<Pick<PlanFlags, "stack">> & ClusterFlags & { kindCluster?: string }): string {
  try {
    refuseMisfits({ stack: "local", ...flags });
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 3) return error.message;
    throw error;
  }
  return "";
}

describe("the flags of --stack cluster", () => {
  it("are refused together where context and namespace are not named", () => {
    expect(refusal({ stack: "cluster" }))
      .to.contain("--context")
      .and.to.contain("--namespace");
    expect(refusal({ stack: "cluster", context: "c" }))
      .to.contain("--namespace")
      .and.to.not.contain("--context");
    expect(refusal({ stack: "cluster", context: "c", namespace: "n" })).to.equal("");
  });

  it("are refused where they would do nothing", () => {
    expect(refusal({ release: "loki", s3PathStyle: true }))
      .to.contain("--release")
      .and.to.contain("--s3-path-style");
    expect(refusal({ ceilingFactor: 4 })).to.contain("--ceiling-factor is for a cluster that is not ours");
    expect(refusal({})).to.equal("");
  });

  it("raise the ceilings of a kind cluster that is named, too", () => {
    expect(refusal({ stack: "kind", kindCluster: "mine", ceilingFactor: 4 })).to.equal("");
    expect(refusal({ stack: "kind", ceilingFactor: 4 })).to.contain("--ceiling-factor");
  });

  it("are others where a Loki is to be installed: it has a namespace of its own", () => {
    const install = { stack: "cluster", context: "c", install: true } as const;
    expect(refusal(install)).to.equal("");
    expect(refusal({ ...install, bucket: "b" })).to.equal("");
    expect(refusal({ ...install, namespace: "n", gateway: "http://x" }))
      .to.contain("--namespace")
      .and.to.contain("--gateway");
    expect(refusal({ stack: "cluster", context: "c", namespace: "n", bucket: "b" })).to.contain("--bucket");
  });
});
