import { expect } from "chai";
import * as fc from "fast-check";
import type { CheckResult } from "../verdict/check.ts";
import { outcomes } from "../verdict/outcome.ts";
import type { RunResult } from "../verdict/result.ts";
import { failingResult } from "./fixtures/sample-results.ts";
import { htmlReport } from "./html/html.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { terminalSummary } from "./terminal.ts";

/**
 * Text that Loki, a suite or a scenario might contain: markup, quotes, comment ends, control characters, lone
 * surrogates.
 */
const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></svg></pre>",
    "]]>",
    "-->",
    "``` \n# heading\n| cell |",
    "![](http://tracker.example/x.png) [a](javascript:x) @someone",
    "\u001b[2J\u001b]0;title\u0007",
    "\u0000\uD800\uFFFE",
    "&lt;&amp;",
  ),
);

/** The sample run with every text in it replaced by a hostile one. */
const hostile: fc.Arbitrary<RunResult> = fc
  .record({ word, outcomes: fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 4 }) })
  .map(({ word, outcomes }) => withText(word, outcomes));

function withText(word: string, each: readonly CheckResult["outcome"][]): RunResult {
  const { tenants, topology } = failingResult;
  const [tenant] = Object.values(tenants);
  return {
    ...failingResult,
    scenario: word,
    description: word,
    reason: word,
    runId: word,
    replay: word,
    breakage: word,
    provider: word,
    versions: { loki: word, lokiproof: word, node: word },
    checks: each.map((outcome, index) => ({
      id: `${word}.${index}`,
      suite: word,
      title: word,
      message: word,
      expected: word,
      observed: word,
      outcome,
      required: true,
      durationMs: 1,
    })),
    figures: each.map((_, index) => ({ check: `${word}.${index}`, text: word })),
    tenants: tenant ? { [`t${word}`]: { ...tenant, series: tenant.series.slice(0, 3) } } : {},
    generators: [{ script: word, planned: 1, dropped: 0, cpuSeconds: 1, wallSeconds: 1 }],
    topology: topology.map((member) => ({ ...member, name: word, version: word, url: word, detail: word })),
    phases: [{ name: word, tookMs: 1 }],
    problems: [word],
  };
}

/** Returns a page's tags without attribute values. Text from a run must not change these tags. */
function skeleton(markup: string): readonly string[] {
  return [...markup.matchAll(/<[^>]*>/gu)].map(([tag]) => tag.replaceAll(/"[^"]*"/gu, '""'));
}

// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/u;

describe("reports of hostile text", function () {
  this.timeout(30_000);

  it("have the tags of a harmless one: in HTML and in JUnit", () => {
    fc.assert(
      fc.property(hostile, (result) => {
        const harmless = withText(
          "harmless",
          result.checks.map(({ outcome }) => outcome),
        );
        expect(skeleton(htmlReport(result))).to.deep.equal(skeleton(htmlReport(harmless)));
        expect(skeleton(junitReport(result))).to.deep.equal(skeleton(junitReport(harmless)));
      }),
      { numRuns: 60 },
    );
  });

  it("hold no character that XML, HTML or a terminal must not see", () => {
    fc.assert(
      fc.property(hostile, (result) => {
        expect(junitReport(result)).not.to.match(control);
        expect(htmlReport(result)).not.to.match(control);
        expect(junitReport(result).isWellFormed()).to.equal(true);
        expect(terminalSummary(result, "reports/x", false)).not.to.match(control);
      }),
      { numRuns: 60 },
    );
  });

  it("fetch nothing and mention nobody", () => {
    const text = "![](http://tracker.example/x.png) <img src=x> @someone";
    const result = withText(text, ["pass"]);
    expect(htmlReport(result)).not.to.match(/<(?:img|script|iframe|object|link rel="(?!icon"))/u);
    expect(htmlReport(result)).not.to.match(/(?:src|href)="(?!#|data:|[a-z]+[./])/u);
    const prose = markdownReport(result).replaceAll(/^(`{3,})text\n[^]*?^\1$/gmu, "");
    expect(prose).not.to.match(/(?<!\\)<img|!\[|@someone/u);
  });

  it("in Markdown stay under GitHub's limit", () => {
    const long = "<&|@é`".repeat(3_000);
    const many = Array.from({ length: 60 }, () => "fail" as const);
    const summary = markdownReport(withText(long, many));
    expect(Buffer.byteLength(summary)).to.be.within(10_000, 1_048_576);
  });
});
