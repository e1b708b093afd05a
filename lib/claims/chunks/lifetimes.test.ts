import { expect } from "chai";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";
import { lifetimes } from "./lifetimes.ts";

const metric = "loki_ingester_chunks_stored_total";

function snapshot(value: number | "silent" | "absent"): CountersSnapshot {
  const samples = typeof value === "number" ? [{ name: metric, labels: { tenant: "a" }, value }] : [];
  const member = { component: "ingester", samples, ...(value === "silent" ? { error: "no answer" } : {}) };
  return { boundary: "x", atMs: 0, members: { "ingester-0": member } };
}

function livesOf(...values: readonly (number | "silent" | "absent")[]): readonly number[] {
  return lifetimes(values.map(snapshot), "ingester-0", { metric, labels: { tenant: "a" } });
}

describe("lifetimes", () => {
  it("ends a life where the counter falls", () => {
    expect(livesOf(0, 3, 5, 2, 4, 0)).to.deep.equal([5, 4, 0]);
    expect(livesOf(1, 1, 2)).to.deep.equal([2]);
  });

  it("passes over a snapshot in which the member was silent", () => {
    expect(livesOf(3, "silent", 5)).to.deep.equal([5]);
  });

  it("counts a life without the counter as zero, and an unknown member as none", () => {
    expect(livesOf(4, "absent", 1)).to.deep.equal([4, 1]);
    expect(lifetimes([snapshot(1)], "ingester-9", { metric })).to.deep.equal([]);
  });
});
