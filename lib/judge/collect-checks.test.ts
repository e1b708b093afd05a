import { expect } from "chai";
import * as fc from "fast-check";
import { outcomes } from "../verdict/outcome.ts";
import { collectChecks } from "./collect-checks.ts";
import type { Judged, SuiteMessage } from "./messages.ts";

const files = ["/run/suites/a.suite.ts", "/run/suites/b.suite.ts"];
const check: fc.Arbitrary<Judged> = fc.record({
  id: fc.constantFrom("a.x", "a.y", "b.x", "b.y"),
  suite: fc.constantFrom("a", "b"),
  title: fc.string(),
  outcome: fc.constantFrom(...outcomes),
  durationMs: fc.nat(),
});
const file = fc.constantFrom(...files);
const message: fc.Arbitrary<SuiteMessage> = fc.oneof(
  fc.record({ kind: fc.constant("started" as const), file }),
  fc.record({ kind: fc.constant("loaded" as const), file, checks: fc.array(check, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant("judged" as const),
    file,
    check,
    figures: fc.constant([]),
    reads: fc.constant([]),
  }),
  fc.record({ kind: fc.constant("done" as const), file }),
);
const messages = fc.array(message, { maxLength: 12 });

describe("collectChecks", () => {
  it("says something of every file, and passes only what a suite said had passed", () => {
    fc.assert(
      fc.property(messages, (heard) => {
        const { checks } = collectChecks(
          { messages: heard, breakdowns: [], files },
          { required: [], switchedOff: [] },
        );
        const passed = heard.flatMap((one) =>
          one.kind === "judged" && one.check.outcome === "pass" ? [one.check.id] : [],
        );
        for (const { id, outcome } of checks) if (outcome === "pass") expect(passed).to.include(id);
        for (const one of files) {
          const done = heard.some((said) => said.kind === "done" && said.file === one);
          if (!done) expect(checks.map(({ id }) => id)).to.include(`${one.slice(-10, -9)}.suite-file`);
        }
      }),
    );
  });

  it("has every check once, and a failure among twins stays one", () => {
    fc.assert(
      fc.property(messages, (heard) => {
        const { checks } = collectChecks(
          { messages: heard, breakdowns: [], files },
          { required: [], switchedOff: [] },
        );
        expect(new Set(checks.map(({ id }) => id)).size).to.equal(checks.length);
        const failed = heard.flatMap((one) =>
          one.kind === "judged" && one.check.outcome === "fail" ? [one.check.id] : [],
        );
        for (const id of failed) expect(checks.find((one) => one.id === id)).to.include({ outcome: "fail" });
      }),
    );
  });

  it("makes unknown of a required check that was skipped or is not there", () => {
    fc.assert(
      fc.property(messages, fc.subarray(["a.x", "a.*", "b.y", "c.z"]), (heard, required) => {
        const { checks } = collectChecks(
          { messages: heard, breakdowns: [], files },
          { required, switchedOff: [] },
        );
        expect(checks.filter((one) => one.required && one.outcome === "skip")).to.deep.equal([]);
        if (required.includes("c.z"))
          expect(checks.find(({ id }) => id === "c.z")).to.include({ outcome: "unknown" });
      }),
    );
  });

  it("gives what was announced and not judged the reason why its file broke down", () => {
    const [first = ""] = files;
    const heard: SuiteMessage[] = [
      { kind: "loaded", file: first, checks: [{ id: "a.x", suite: "a", title: "x" }] },
    ];
    const breakdowns = [{ file: first, why: "it crashed" }];
    const { checks } = collectChecks(
      { messages: heard, breakdowns, files: [first] },
      { required: [], switchedOff: [] },
    );
    expect(checks.map(({ id, outcome, message }) => [id, outcome, message])).to.deep.equal([
      ["a.x", "unknown", "it crashed"],
      ["a.suite-file", "unknown", "it crashed"],
    ]);
  });
});
