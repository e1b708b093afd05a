import { expect } from "chai";
import { refuseBadGroups } from "./group-problems.ts";
import { tenantGroup } from "./load-schema.ts";
import { replicas } from "./stack-schema.ts";
import { floodOf, isOf, isPlanned, offeredBytesPerSecond, plannedFloods, shareOf } from "./tenant-groups.ts";

const flood = { steps: [{ forS: 10, rateBytesPerSecond: 5_000_000 }] };
const group = tenantGroup.parse({ prefix: "team-", count: 100, zipf: 1, flood });
const plan = { tenants: { payments: { flood: group.flood }, idle: {} }, tenantGroups: [group] };

function refusal(over: Partial<Parameters<typeof refuseBadGroups>[0]>): string {
  try {
    refuseBadGroups({ ...plan, replicas: replicas.parse({}), overrides: {}, config: {}, ...over });
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("groups of tenants", () => {
  it("are planned by the names from the first to the last, and by no other", () => {
    expect(["payments", "idle", "team-001", "team-100"].every((name) => isPlanned(plan, name))).to.equal(
      true,
    );
    const strangers = ["team-000", "team-101", "team-1", "team-0001", "team-", "team-1e1", "tea", "checkout"];
    expect(strangers.filter((name) => isPlanned(plan, name))).to.deep.equal([]);
    expect(["team-*", "payments", "team-001"].map((name) => isOf(name, "team-001", plan))).to.deep.equal([
      true,
      false,
      true,
    ]);
    expect(plannedFloods(plan).map(({ name, tenants }) => [name, tenants.length])).to.deep.equal([
      ["payments", 1],
      ["team-*", 100],
    ]);
  });

  it("share their flood by Zipf, all of it", () => {
    const shares = Array.from({ length: 100 }, (_, index) => shareOf(group, index));
    expect(shares.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-12);
    expect((shares[0] ?? 0) / (shares[9] ?? 1)).to.be.closeTo(10, 1e-9);
    expect(floodOf(plan, "team-002")?.share).to.equal(shares[1]);
    expect(floodOf(plan, "idle")).to.equal(undefined);
    expect(offeredBytesPerSecond(plan, "team-001")).to.be.closeTo(5_000_000 * (shares[0] ?? 0), 1e-3);
    expect(offeredBytesPerSecond(plan, "payments")).to.equal(5_000_000);
  });

  it("are refused where their load would not be what the plan says", () => {
    expect(refusal({})).to.equal("");
    expect(refusal({ config: { limits_config: { ingestion_rate_mb: 1 } } })).to.match(
      /team-001 is offered 0\.964 MB/,
    );
    expect(refusal({ overrides: { "team-042": {} } })).to.contain("team-042 has a runtime override");
    expect(refusal({ tenants: { "team-007": {} } })).to.contain("team-007 has another load");
    expect(refusal({ tenantGroups: [group, { ...group, prefix: "lokiproof-" }] })).to.contain(
      "kept for our own",
    );
  });
});
