import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { planOptionsOf } from "./plan-options.ts";
import { type StackFlags, stackMisfits } from "./stack-options.ts";

const none = { values: [], set: [], break: [] } as const;

function refusal(flags: Partial<PlanFlags> & StackFlags): string {
  try {
    planOptionsOf("smoke", { stack: "local", ...none, ...flags });
    return "";
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 3) return error.message;
    throw error;
  }
}

describe("the flags that say where a stack is made", () => {
  it("are refused, all at once, where there is no kind", () => {
    expect(refusal({ kindCluster: "mine", nodeImage: "node:1", images: "images" }))
      .to.contain("--kind-cluster")
      .and.to.contain("--node-image")
      .and.to.contain("--images")
      .and.to.not.contain("--kind-config");
    expect(refusal({ stack: "cluster", kindCluster: "mine" })).to.contain(
      "expected --stack kind, got cluster",
    );
  });

  it("seal the local stack alone", () => {
    expect(stackMisfits({ stack: "local", sealed: true })).to.deep.equal([]);
    for (const stack of ["kind", "cluster"] as const) {
      expect(refusal({ stack, sealed: true })).to.equal(`--sealed: expected --stack local, got ${stack}`);
    }
  });

  it("say how a cluster is made, or name one, not both", () => {
    expect(stackMisfits({ stack: "kind", kindCluster: "mine" })).to.deep.equal([]);
    expect(stackMisfits({ stack: "kind", nodeImage: "node:1", kindConfig: "kind.yaml" })).to.deep.equal([]);
    const both = stackMisfits({ stack: "kind", kindCluster: "mine", nodeImage: "n", kindConfig: "k" });
    expect(both).to.have.length(2);
    expect(both.join("\n")).to.contain("got --kind-cluster mine");
  });
});
