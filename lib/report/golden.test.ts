import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { cleanJson } from "../output/clean.ts";
import { runResult } from "../verdict/result.ts";
import { failingResult, passingResult } from "./fixtures/sample-results.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { promReport } from "./prom.ts";
import { terminalSummary } from "./terminal.ts";

/** Whether to rewrite the golden files (UPDATE_GOLDEN=1). Read their difference before committing. */
const update = process.env["UPDATE_GOLDEN"] === "1";

function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, "fixtures", `${name}.golden`);
  if (update) writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, "utf8"));
}

describe("reports", () => {
  it("of a run that failed read as they always did", async () => {
    expectGolden("failing.junit.xml", junitReport(failingResult));
    expectGolden("failing.summary.md", markdownReport(failingResult));
    expectGolden("failing.terminal.txt", `${terminalSummary(failingResult, "reports/x", false)}\n`);
    expectGolden("failing.metrics.prom", await promReport(failingResult));
  });

  it("of a run that passed read as they always did", () => {
    expectGolden("passing.junit.xml", junitReport(passingResult));
    expectGolden("passing.summary.md", markdownReport(passingResult));
    expectGolden("passing.terminal.txt", `${terminalSummary(passingResult, "reports/x", false)}\n`);
  });

  it("in JSON are the result, by its schema", () => {
    for (const result of [passingResult, failingResult]) {
      expect(runResult.parse(JSON.parse(cleanJson(result, 2)))).to.deep.equal(result);
    }
  });
});
