import { expect } from "chai";
import { tenantGroup } from "../../plan/load-schema.ts";
import { groupName } from "../../plan/tenant-groups.ts";
import { describeAnswer } from "./unexpected-answers.ts";

const answer = { operation: "push", status: 500, count: 30, error: "no\n" } as const;

describe("answers that the plan does not explain", () => {
  it("are told of by tenant, and of a group with some of its tenants", () => {
    expect(describeAnswer({ ...answer, tenant: "checkout", tenants: ["checkout"] })).to.equal(
      "checkout: 30 pushes answered 500 (no)",
    );
    const tenants = Array.from({ length: 25 }, (_, i) => `team-${i}`);
    const told = describeAnswer({ ...answer, status: 0, tenant: "team-*", tenants });
    expect(told).to.match(/^team-\*: 30 pushes had no answer \(no\), of team-0, .*, team-19 and 5 more$/);
  });

  it("know a tenant's group", () => {
    const flood = { steps: [{ forS: 1, rateBytesPerSecond: 1 }] };
    const plan = { tenantGroups: [tenantGroup.parse({ prefix: "team-", count: 10, flood })] };
    expect(["team-01", "team-11", "x"].map((tenant) => groupName(plan, tenant))).to.deep.equal([
      "team-*",
      "team-11",
      "x",
    ]);
  });
});
