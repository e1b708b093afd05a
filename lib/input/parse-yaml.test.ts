import { expect } from "chai";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { HarnessError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { parseYaml } from "./parse-yaml.ts";
import {
  chartValuesYaml,
  lokiConfigYaml,
  ownYaml,
  runtimeOverridesYaml,
  type YamlDialect,
} from "./yaml-dialect.ts";

const dialects = { lokiConfigYaml, runtimeOverridesYaml, chartValuesYaml, ownYaml };

async function valueOf(text: string, dialect: YamlDialect = lokiConfigYaml): Promise<Json> {
  return (await parseYaml(text, { dialect, name: "file x" })).value;
}

async function refusalOf(text: string, dialect: YamlDialect = lokiConfigYaml): Promise<string> {
  const seen: unknown = await valueOf(text, dialect).catch((error: unknown) => error);
  if (!(seen instanceof HarnessError)) throw new Error(`not refused: ${text.slice(0, 60)}`, { cause: seen });
  return seen.message;
}

describe("parseYaml", () => {
  it("gives plain scalars the type that Go's YAML gives them", async () => {
    const all: readonly (readonly [string, Json])[] = [
      ["5", 5],
      ["-7", -7],
      ["+7", 7],
      ["010", 8],
      ["-010", -8],
      ["0o17", 15],
      ["0x1F", 31],
      ["0b101", 5],
      ["1_000", 1000],
      ["08", 8],
      ["1e3", 1000],
      ["1.5", 1.5],
      [".5", 0.5],
      ["1.", 1],
      ["1:30", "1:30"],
      ["1h30m", "1h30m"],
      ["5MB", "5MB"],
      ["~", null],
      ["", null],
      ["Null", null],
      ["TRUE", true],
      ["False", false],
      ['"5"', "5"],
      ["'true'", "true"],
      ["!!str 5", "5"],
      ["!!float 5", 5],
      ["1.2.3", "1.2.3"],
      ["0x", "0x"],
      ["-", [null]],
    ];
    for (const dialect of Object.values(dialects)) {
      for (const [text, value] of all)
        expect(await valueOf(`a: ${text === "-" ? "\n- " : text}`, dialect), text).to.deep.equal({
          a: value,
        });
    }
  });

  it("takes yes, no, on and off for booleans only where that program does", async () => {
    const words = { a: "yes", b: "NO", c: "On", d: "off", e: "y", f: "N" };
    const text = Object.entries(words)
      .map(([key, word]) => `${key}: ${word}`)
      .join("\n");
    const booleans = { a: true, b: false, c: true, d: false, e: true, f: false };
    expect(await valueOf(text, lokiConfigYaml)).to.deep.equal(booleans);
    expect(await valueOf(text, chartValuesYaml)).to.deep.equal(booleans);
    expect(await valueOf(text, runtimeOverridesYaml)).to.deep.equal(words);
    expect(await valueOf(text, ownYaml)).to.deep.equal(words);
  });

  it("makes a time of a date only in runtime overrides", async () => {
    expect(await valueOf("a: 2024-04-01")).to.deep.equal({ a: "2024-04-01" });
    expect(await valueOf("a: 2024-4-1", runtimeOverridesYaml)).to.deep.equal({ a: "2024-04-01T00:00:00Z" });
  });

  it("merges with << in the order that each program has", async () => {
    const text =
      "base: &b { x: 1, s: { p: 1 } }\nafter: { x: 2, s: { q: 2 }, <<: *b }\nbefore: { <<: *b, x: 2, s: { q: 2 } }";
    const [own, last, inside] = await Promise.all([
      valueOf(text, runtimeOverridesYaml),
      valueOf(text, chartValuesYaml),
      valueOf(text),
    ]);
    const base = { x: 1, s: { p: 1 } };
    const mine = { x: 2, s: { q: 2 } };
    expect(own).to.deep.equal({ base, after: mine, before: mine });
    expect(last).to.deep.equal({ base, after: base, before: mine });
    const both = { p: 1, q: 2 };
    expect(inside).to.deep.equal({ base, after: { x: 1, s: both }, before: { x: 2, s: both } });
  });

  it("gives an earlier mapping of a merged list precedence, and merges what was merged itself", async () => {
    const text =
      "a: &a { p: 1, q: 1 }\nb: &b { q: 2, r: 2 }\nc: &c { <<: [*a, *b] }\nd: { <<: *c, r: 3 }\ne: { <<: { p: 9 } }";
    for (const dialect of Object.values(dialects)) {
      expect(await valueOf(text, dialect)).to.deep.include({
        c: { p: 1, q: 1, r: 2 },
        d: { p: 1, q: 1, r: 3 },
        e: { p: 9 },
      });
    }
    expect(await valueOf('a: { "<<": { x: 1 } }')).to.deep.equal({ a: { "<<": { x: 1 } } });
    expect(await refusalOf("a: &a 5\nb: { <<: *a }")).to.match(/line 2: << needs a mapping/);
    expect(await refusalOf("b: { <<: [1] }")).to.match(/line 1: << needs a mapping/);
  });

  it("binds an alias to the last anchor before it", async () => {
    expect(await valueOf("a: &x 1\nb: *x\nc: &x 2\nd: *x")).to.deep.equal({ a: 1, b: 1, c: 2, d: 2 });
    expect(await refusalOf("a: *x\nb: &x 1")).to.match(/line 1: an alias .* has no anchor/);
  });

  it("refuses an anchor that contains itself, by any way round", async () => {
    for (const text of [
      "a: &a { b: *a }",
      "a: &a [*a]",
      "a: &a\n  <<: *a",
      "a: &a { b: &b { c: [*b, *a] } }",
      "&a [1, { x: *a }]",
    ]) {
      expect(await refusalOf(text), text).to.match(/contains itself/);
    }
  });

  it("refuses aliases that multiply, and lists of lists without end, within seconds", async () => {
    const bomb = Array.from(
      { length: 12 },
      (_, n) =>
        `k${n}: &k${n} [${
          n === 0
            ? "x"
            : Array(9)
                .fill(`*k${n - 1}`)
                .join(",")
        }]`,
    );
    const merging = Array.from(
      { length: 25 },
      (_, n) => `m${n}: &m${n} { ${n === 0 ? "x: 1" : `a${n}: *m${n - 1}, b${n}: *m${n - 1}`} }`,
    );
    expect(await refusalOf(bomb.join("\n"))).to.match(/more than 200000 values/);
    expect(await refusalOf(merging.join("\n"))).to.match(/more than 200000 values/);
    for (const deep of [
      "[".repeat(3000),
      `${"[".repeat(500)}${"]".repeat(500)}`,
      "{a: ".repeat(3000),
      "- ".repeat(4000),
      "? ".repeat(4000),
    ]) {
      expect(await refusalOf(deep)).to.match(/nested/);
    }
  }).timeout(60_000);

  it("ends a text that takes too long to parse", async () => {
    const text = "!a ".repeat(300_000);
    const seen: unknown = await parseYaml(text, { dialect: ownYaml, name: "x", timeoutMs: 50 }).catch(
      (error: unknown) => error,
    );
    expect(seen)
      .to.be.instanceOf(HarnessError)
      .with.property("message")
      .that.matches(/takes too long/);
    const reason = new Error("Ctrl-C");
    const aborted: unknown = await parseYaml(text, {
      dialect: ownYaml,
      name: "x",
      signal: AbortSignal.abort(reason),
    }).catch((error: unknown) => error);
    expect(aborted).to.equal(reason);
  });

  it("reads a long text in its thread as it reads a short one", async () => {
    const text = Array.from({ length: 9000 }, (_, n) => `k${n}: yes`).join("\n");
    const values = Object.entries((await valueOf(text)) ?? {}).map(([, value]: [string, unknown]) => value);
    expect(values).to.deep.equal(Array(9000).fill(true));
    expect(await refusalOf(`${text}\nk5: 1`)).to.match(/line 9001: the key "k5" stands twice/);
  }).timeout(20_000);

  it("refuses a key that stands twice; the chart's last one holds, with a remark", async () => {
    expect(await refusalOf("a: 1\nb: 2\na: 3")).to.match(/line 3: the key "a" stands twice/);
    expect(await refusalOf("a: 1\n'a': 3", runtimeOverridesYaml)).to.match(/stands twice/);
    const { value, remarks } = await parseYaml("a: 1\na: 3", { dialect: chartValuesYaml, name: "x" });
    expect(value).to.deep.equal({ a: 3 });
    expect(remarks).to.deep.equal(['line 2: the key "a" stands twice in one mapping; the last one holds']);
  });

  it("reads the first document, as Loki does; of a file of lokiproof's own there is one", async () => {
    const text = "# c\n---\na: 1\n---\nb: 2\n";
    const { value, remarks } = await parseYaml(text, { dialect: lokiConfigYaml, name: "x" });
    expect(value).to.deep.equal({ a: 1 });
    expect(remarks.join()).to.match(/more than one document/);
    expect(await refusalOf(text, ownYaml)).to.match(/line 4: .*more than one document/);
    expect(await valueOf("a: 1\n---\n", ownYaml)).to.deep.equal({ a: 1 });
  });

  it("names faults by line, and never shows the line, which may hold a secret", async () => {
    for (const text of [
      "a:\n  key: SECRET: x",
      'a: "SECRET',
      "a: [SECRET",
      "a: SECRET\n b: SECRET",
      "a:\n\tb: SECRET",
      "- SECRET\na: 1",
      '"SECRET" "x"',
      "a: *SECRET",
      "a: {SECRET: 1, SECRET: &SECRET",
      "a: |SECRET",
      "%SECRET\na: 1",
      "a: @SECRET",
      "a: !!int SECRET",
      "SECRET:\n- 1\nx",
      "a: 'SECRET' SECRET",
    ]) {
      const refused = await refusalOf(text);
      expect(refused, text).to.match(/line \d+: /);
      expect(refused, text).not.to.include("SECRET");
    }
  });

  it("reads back whatever the yaml package writes", async () => {
    const json = fc.jsonValue({
      maxDepth: 4,
      stringUnit: fc.constantFrom(...`a b 0 1 : - # > & * ! y n . ~ _ ' "`.split(" "), " ", "\n"),
    });
    const written = fc.dictionary(
      fc.string({ minLength: 1, unit: fc.constantFrom("a", "b", "c", "d", "k", "_") }),
      json,
    );
    await fc.assert(
      fc.asyncProperty(written, async (value) => {
        const text = stringify(value, {
          aliasDuplicateObjects: false,
          defaultKeyType: "QUOTE_DOUBLE",
          defaultStringType: "QUOTE_DOUBLE",
        });
        const read = await valueOf(text, ownYaml);
        expect(JSON.stringify(read)).to.equal(JSON.stringify(value));
      }),
      { numRuns: 200 },
    );
  });
});
