import { expect } from "chai";
import { failingResult } from "./fixtures/sample-results.ts";
import { terminalSummary, wantsColour } from "./terminal.ts";

describe("terminal summary", () => {
  it("honours NO_COLOR before CLICOLOR_FORCE before the terminal", () => {
    expect(wantsColour({}, true)).to.equal(true);
    expect(wantsColour({}, false)).to.equal(false);
    expect(wantsColour({ TERM: "dumb" }, true)).to.equal(false);
    expect(wantsColour({ CLICOLOR_FORCE: "1" }, false)).to.equal(true);
    expect(wantsColour({ CLICOLOR_FORCE: "0" }, false)).to.equal(false);
    expect(wantsColour({ NO_COLOR: "", CLICOLOR_FORCE: "1" }, false)).to.equal(true);
    expect(wantsColour({ NO_COLOR: "1", CLICOLOR_FORCE: "1" }, true)).to.equal(false);
  });

  it("puts failed checks first, then unknown ones, then the verdict, the report and the command", () => {
    const text = terminalSummary(failingResult, "reports/x", false);
    const order = [
      "ring.members",
      "routing.gateways",
      "latency.budgets",
      " FAIL ",
      "reports/x/index.html",
    ].map((what) => text.indexOf(what));
    expect(order)
      .to.deep.equal(order.toSorted((a, b) => a - b))
      .and.not.include(-1);
    expect(text).to.contain(failingResult.replay);
  });

  it("is the same text with and without colour", () => {
    const coloured = terminalSummary(failingResult, "reports/x", true);
    // oxlint-disable-next-line no-control-regex -- the escape sequences are what is taken out
    expect(coloured.replaceAll(/\u001b\[\d+m/gu, "")).to.equal(
      terminalSummary(failingResult, "reports/x", false),
    );
    expect(coloured).to.contain("\u001b[31m");
  });
});
