import { expect } from "chai";
import { floodSpec } from "../plan/flood-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type Machine, overloadsOf } from "./machine-load.ts";

const machine: Machine = { cores: 2, memoryBytes: 24e9, diskBytes: 50e9 };
const needs = { requests: 1, virtualUsers: 10, bodies: 1, bodyBytes: 500_000, memoryBytes: 600e6 };

function flood(rateBytesPerSecond: number, over: object = {}) {
  return floodSpec.parse({ steps: [{ forS: 10, rateBytesPerSecond }], ...over });
}

type Load = Pick<Plan, "tenants" | "tenantGroups" | "provider">;

function load(parts: Partial<Load>): Load {
  return { tenants: {}, tenantGroups: [], provider: "local", ...parts };
}

const team = { prefix: "team-", count: 1000, zipf: 0.7, flood: flood(400_000, { pushBytes: 5000 }) };

const many = { flood: flood(5e6, { pushBytes: 5000 }) };

describe("a load that a machine cannot carry", () => {
  for (const [what, plan, of, words] of [
    ["20 MB/s", load({ tenants: { a: { flood: flood(20e6) } } }), machine, []],
    ["no load", load({}), machine, []],
    ["a thousand small tenants", load({ tenantGroups: [team] }), machine, []],
    ["1,000 pushes a second", load({ tenants: { a: many } }), machine, [/k6 needs about 2\.0 cores/]],
    ["the same on sixteen cores", load({ tenants: { a: many } }), { ...machine, cores: 16 }, []],
    [
      "20 MB/s of JSON",
      load({ tenants: { a: { flood: flood(20e6, { format: "json", pushBytes: 1e6 }) } } }),
      machine,
      [],
    ],
    [
      "80 MB/s of JSON",
      load({ tenants: { a: { flood: flood(80e6, { format: "json", pushBytes: 1e6 }) } } }),
      machine,
      [/k6 needs about 1\.2 cores/],
    ],
    [
      "2 GB/s",
      load({ tenants: { a: { flood: flood(2e9) } } }),
      machine,
      [/cores to send it/, /peak of 2000 MB\/s is more than any Loki on 2 cores accepts/],
    ],
    [
      "2 GB/s to a cluster elsewhere",
      load({ provider: "cluster", tenants: { a: { flood: flood(2e9) } } }),
      machine,
      [/cores to send it/],
    ],
    [
      "a small machine",
      load({ tenants: { a: { flood: flood(1e6) } } }),
      { ...machine, memoryBytes: 3.2e9 },
      [/0\.6 GB of memory/],
    ],
    ["a full disk", load({}), { ...machine, diskBytes: 400_000 }, [/0\.0005 GB of disk/]],
  ] as const) {
    it(`is ${words.length === 0 ? "not " : ""}${what}`, () => {
      const overloads = overloadsOf(plan, needs, of);
      expect(overloads.map((one) => one.what)).to.have.lengthOf(words.length);
      for (const [i, pattern] of words.entries()) expect(overloads[i]?.what).to.match(pattern);
      for (const { factor } of overloads) expect(factor).to.be.greaterThan(1);
    });
  }
});
