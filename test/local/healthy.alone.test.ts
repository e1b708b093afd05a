import { expect } from "chai";
import { runBroken } from "../fixtures/broken-stack.fixture.ts";

describe("a stack that is not broken", () => {
  it("passes every check", async () => {
    const result = await runBroken([]);
    const notPassed = result.checks.filter(({ outcome }) => outcome !== "pass" && outcome !== "skip");
    expect(notPassed, result.reason).to.deep.equal([]);
    expect(result).to.include({ verdict: "pass", exitCode: 0 });
  });
});
