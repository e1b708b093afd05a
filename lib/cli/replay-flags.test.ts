import { expect } from "chai";
import { Command } from "commander";
import { testTenants } from "../claims/all.ts";
import { loadPlan } from "../plan/load-plan.ts";
import { addClusterOptions } from "./cluster-options.ts";
import { addGeneratorOptions } from "./generator-options.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { addPlanOptions, planOptionsOf } from "./plan-options.ts";
import { type OtherFlags, replayFlags } from "./replay-flags.ts";
import { addStackOptions } from "./stack-options.ts";

function parsed(args: readonly string[]): PlanFlags & OtherFlags {
  const command = addClusterOptions(addGeneratorOptions(addStackOptions(addPlanOptions(new Command()))));
  return command
    .exitOverride()
    .parse([...args], { from: "user" })
    .opts();
}

const onKind = ["--node-image", "node:1", "--kind-config", "kind.yaml"];
const generators = ["--generators", "2", "--generator-image", "registry.example/lokiproof:0.1.0"];

describe("the line that runs the same again", () => {
  it("has every flag that says where the stack is and what loads it", async () => {
    const args = ["--stack", "kind", "--images", "my images", ...onKind, ...generators];
    const { plan } = await loadPlan(planOptionsOf("smoke", parsed(args)), testTenants);
    expect(plan.replay).to.equal(
      `bin/lokiproof run smoke --stack kind --images 'my images' --seed ${plan.seed} ${[...onKind, ...generators].join(" ")}`,
    );
  });

  it("repeats every option of these commands, and says nothing twice", () => {
    const asked = new Set(["yes"]);
    const command = addClusterOptions(addGeneratorOptions(addStackOptions(new Command())));
    const values = new Map([
      ["--kind-cluster", "mine"],
      ["--bucket", "a-bucket"],
      ["--generators", "2"],
      ["--ceiling-factor", "2"],
      ["--namespace", "loki"],
      ["--release", "loki"],
      ["--role-arn", "arn:aws:iam::123456789012:role/loki"],
    ]);
    const options = command.options.filter((option) => !asked.has(option.name()));
    const args = options.flatMap(({ long, required }) => {
      const flag = long ?? "";
      return required ? [flag, values.get(flag) ?? "http://x.example"] : [flag];
    });
    const again = replayFlags(parsed([...args, "--yes"]));
    expect([...again].sort()).to.deep.equal([...args].sort());
  });

  it("has the suites of the user's own", () => {
    expect(replayFlags({ suites: ["a", "b"] })).to.deep.equal(["--suites", "a", "--suites", "b"]);
  });
});
