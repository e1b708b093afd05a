import { expect } from "chai";
import type { TenantResult } from "../verdict/result.ts";
import { sampleTenants } from "./fixtures/sample-load.ts";
import { groupTenants } from "./group-tenants.ts";

function tenant(offeredBytes: number, failed: number): TenantResult {
  const [sample] = Object.values(sampleTenants);
  if (sample === undefined) throw new Error("no sample");
  const push = { ...sample.push, refused: 0, indeterminate: 0, requests: 10, failed, offeredBytes };
  const query = { ...sample.query, requests: 1, ok: 1, refused: 0, failed: 0, indeterminate: 0 };
  return { ...sample, push, query };
}

function tenants(count: number, failing: readonly number[]): Record<string, TenantResult> {
  const entries = Array.from({ length: count }, (_, i) => [
    `team-${i}`,
    tenant(1000 - i, failing.includes(i) ? 1 : 0),
  ]);
  return Object.fromEntries(entries);
}

describe("tenants in a report", () => {
  it("are all shown when they are few", () => {
    const { shown, rest } = groupTenants({ tenants: tenants(21, []) });
    expect([shown.length, rest]).to.deep.equal([21, undefined]);
  });

  it("are those with the most load and every failing one, the rest summed up", () => {
    const { shown, rest } = groupTenants({ tenants: tenants(1000, [3, 500, 999]) });
    expect(shown.map(([name]) => name).slice(18)).to.deep.equal([
      "team-18",
      "team-19",
      "team-500",
      "team-999",
    ]);
    expect(rest?.tenants).to.equal(978);
    expect(rest?.push).to.include({ requests: 9780, failed: 0 });
    const total = shown.reduce((sum, [, { push }]) => sum + push.offeredBytes, rest?.push.offeredBytes ?? 0);
    expect(total).to.equal((1000 * 1001) / 2);
  });

  it("that fail are named up to a bound, and counted beyond it", () => {
    const all = Array.from({ length: 1000 }, (_, i) => i);
    const { shown, rest } = groupTenants({ tenants: tenants(1000, all) });
    expect(shown.length).to.equal(70);
    expect(rest?.push.failed).to.equal(930);
  });
});
