import { expect } from "chai";
import * as fc from "fast-check";
import { z } from "zod";
import { breakage } from "./breakage-schema.ts";
import { bucketName, checkPattern, lokiRelease, scenarioName, tenantName } from "./names.ts";
import { scenario } from "./scenario-schema.ts";

/** The parts of a JSON schema that this test reads. */
const part = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
});

/** Returns the paths of all numbers, texts and lists in a schema that have no upper bound. */
function unbounded(schema: unknown, path = ""): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, index) => unbounded(one, `${path}[${index}]`));
  if (typeof schema !== "object" || schema === null) return [];
  const inner = Object.entries(schema).flatMap(([key, value]) => unbounded(value, `${path}.${key}`));
  const { data: node } = part.safeParse(schema);
  if (node === undefined || node.const !== undefined || node.enum !== undefined) return inner;
  const has = (...keys: readonly string[]): boolean => keys.some((key) => key in node);
  const { maximum } = node;
  const open =
    ((node.type === "number" || node.type === "integer") &&
      !(typeof maximum === "number" && maximum <= 1e12 && has("minimum", "exclusiveMinimum"))) ||
    (node.type === "string" && !has("maxLength", "pattern", "allOf")) ||
    (node.type === "array" && !has("maxItems"));
  return open ? [path, ...inner] : inner;
}

/** Matches the paths of Loki's config, limits and chart values, whose contents Loki and Helm check, not lokiproof. */
const foreign = /\$defs|\.properties\.(config|values|components|overrides|chart)\b/;

describe("what a scenario and a breakage may say", () => {
  it("is looked at by a test that sees what has no bound", () => {
    const open = z.toJSONSchema(z.object({ a: z.number(), b: z.string(), c: z.array(z.int().min(0)) }));
    expect(unbounded(open)).to.have.lengthOf(4);
  });

  for (const [name, schema] of Object.entries({ scenario, breakage })) {
    it(`has a bound for every number, text and list of a ${name}`, () => {
      const open = unbounded(z.toJSONSchema(schema, { io: "input" }));
      expect(open.filter((path) => !foreign.test(path))).to.deep.equal([]);
    });
  }

  const smoke = { version: 1, name: "x", description: "x" };
  const flood = { steps: [{ forS: 5, rateBytesPerSecond: 1000 }] };
  const absurd = fc.constantFrom(1e300, 1e15, 1.797e308, -1, -1e9, Number.MAX_SAFE_INTEGER * 4, 9e15);
  const places: Readonly<Record<string, (value: number) => object>> = {
    seed: (value) => ({ seed: value }),
    scale: (value) => ({ scale: value }),
    "flood rate": (value) => load({ flood: { steps: [{ forS: 5, rateBytesPerSecond: value }] } }),
    "flood ramp": (value) =>
      load({ flood: { steps: [{ forS: 5, rateBytesPerSecond: 1, toBytesPerSecond: value }] } }),
    "flood step": (value) => load({ flood: { steps: [{ forS: value, rateBytesPerSecond: 1 }] } }),
    "flood start": (value) => load({ flood: { ...flood, startS: value } }),
    lineBytes: (value) => load({ flood: { ...flood, lineBytes: value } }),
    pushBytes: (value) => load({ flood: { ...flood, pushBytes: value } }),
    streams: (value) => load({ flood: { ...flood, streams: value } }),
    churn: (value) => load({ flood: { ...flood, churn: { everyS: value, share: 0.5 } } }),
    bursts: (value) => load({ flood: { ...flood, bursts: { everyS: value, forS: 1, factor: 2 } } }),
    nineAm: (value) => load({ flood: { nineAm: { baseBytesPerSecond: value } } }),
    "nineAm peak": (value) => load({ flood: { nineAm: { baseBytesPerSecond: 1, peakS: value } } }),
    "storm rate": (value) => load({ storm: { ratePerSecond: value, forS: 1, rangesS: [60] } }),
    "storm length": (value) => load({ storm: { ratePerSecond: 1, forS: value, rangesS: [60] } }),
    "storm range": (value) => load({ storm: { ratePerSecond: 1, forS: 1, rangesS: [value] } }),
    "history span": (value) => load({ history: { spanS: value, lines: 1 } }),
    "history lines": (value) => load({ history: { spanS: 60, lines: value } }),
    "fault moment": (value) => ({ faults: [{ pause: "ruler", atS: value, forS: 1 }] }),
    "fault length": (value) => ({ faults: [{ pause: "ruler", atS: 1, forS: value }] }),
    replicas: (value) => ({ stack: { replicas: { querier: value } } }),
    budget: (value) => ({
      ...load({ flood }),
      budgets: [{ tenant: "a", operation: "push", quantile: "p99", maxMs: value }],
    }),
    group: (value) => ({ tenantGroups: [{ prefix: "g", count: value, flood }] }),
  };
  for (const [place, make] of Object.entries(places)) {
    it(`refuses an absurd number as ${place}`, () => {
      fc.assert(
        fc.property(absurd, (value) => {
          expect(scenario.safeParse({ ...smoke, ...make(value) }).success, String(value)).to.equal(false);
        }),
      );
      const plain = ["lineBytes", "pushBytes"].includes(place) ? 60 : 4;
      expect(scenario.safeParse({ ...smoke, ...make(plain) }).error, place).to.equal(undefined);
    });
  }

  const names: readonly (readonly [z.ZodString, good: readonly string[], bad: readonly string[]])[] = [
    [
      tenantName,
      ["payments", "a", "A.b-c_d!e*f'g(h)", "...", "x".repeat(150), "-", "1"],
      ["", ".", "..", "a/b", "a|b", "a b", 'a"b', "a$b", "ä", "a\n", "a:b", "x".repeat(151), "a\\b", "%"],
    ],
    [
      scenarioName,
      ["smoke", "a", "a-b", "9am", "x".repeat(40)],
      ["", "-", "---", "-a", "a-", "A", "a_b", "a.b", "../x", "x".repeat(41), "a\n", "a b"],
    ],
    [
      bucketName,
      ["abc", "a.b-c", "1bucket", "x".repeat(63), "lokiproof-chunks"],
      [
        "",
        "ab",
        "x".repeat(64),
        "Bad",
        ..."a_b -ab ab- .ab ab. a..b 10.0.0.1 a/b a,b".split(" "),
        ..."xn--abc sthree-x abc-s3alias abc--ol-s3 abc--x-s3 amzn-s3-demo-x".split(" "),
      ],
    ],
    [
      lokiRelease,
      ["3.7.8", "3.5.7", "3.6.15", "3.0.0", "3.10.1"],
      [
        "99.0.0",
        "2.9.8",
        "4.0.0",
        "3.7",
        "v3.7.8",
        "latest",
        "3.7.8-rc.0",
        "03.7.8",
        "3.07.8",
        "3.7.999",
        "",
      ],
    ],
    [
      checkPattern,
      ["ring.members", "ring.*", "isolation.no-header-*", "*"],
      ["", "ring *", "**", "*.members", "Ring.members", "a*b", "ring.*.x", "../x", "x".repeat(300)],
    ],
  ];
  for (const [schema, good, bad] of names) {
    it(`takes ${good.slice(0, 3).join(", ")} and refuses ${bad.slice(1, 4).join(", ")}`, () => {
      for (const name of good) expect(schema.safeParse(name).error, name).to.equal(undefined);
      for (const name of bad) expect(schema.safeParse(name).success, name).to.equal(false);
    });
  }

  it("takes no name that a shell, nginx or a path would read otherwise", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        if (tenantName.safeParse(text).success) expect(text).to.not.match(/["\\$/|\s;{}]|^\.{1,2}$/);
        for (const strict of [scenarioName, bucketName]) {
          if (strict.safeParse(text).success) expect(text).to.match(/^[a-z0-9.-]+$/);
        }
      }),
    );
  });
});

function load(one: object): object {
  return { tenants: { a: one } };
}
