import { expect } from "chai";
import { itTurnsItsChecksRed, runBroken } from "./broken-stack.fixture.ts";

describe("a stack that is really broken", () => {
  it("is not: a healthy one passes every check", async () => {
    const result = await runBroken([]);
    const notPassed = result.checks.filter(({ outcome }) => outcome !== "pass" && outcome !== "skip");
    expect(notPassed, result.reason).to.deep.equal([]);
    expect(result).to.include({ verdict: "pass", exitCode: 0 });
  });

  // Those that do not hide each other's symptoms share a stack.
  itTurnsItsChecksRed([
    ["ingester-absent", "sandbox-override-missing", "index-gateway-dns"],
    ["replication-factor-1", "push-swallowed", "queriers-without-index-gateway"],
    ["wrong-bucket"],
    ["monolithic"],
    ["auth-disabled"],
  ]);
});
