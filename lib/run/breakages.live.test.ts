import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../base/log.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import { provision } from "../toolchain/provision.ts";
import { judgeBreakage } from "../verdict/breakage.ts";
import { type FinishedRun, run } from "./run.ts";

/**
 * Every breakage of scenarios/breakages, on a stack that is really broken that way. Those that do not hide each
 * other's symptoms share a stack: together they must turn red what each of them must.
 */
const groups: readonly (readonly string[])[] = [
  ["ingester-absent", "sandbox-override-missing", "s3-without-delete", "index-gateway-dns"],
  ["replication-factor-1", "push-swallowed", "queriers-without-index-gateway"],
  ["auth-disabled"],
  ["wrong-bucket"],
  ["frontend-without-scheduler"],
  ["monolithic"],
  ["s3-without-list"],
  ["s3-without-get"],
  ["s3-without-put"],
];

const quiet = {
  step: <T>(_: string, work: (progress: typeof silentProgress) => Promise<T>) => work(silentProgress),
};

let outDir: string;
before(async () => {
  outDir = await mkdtemp(join(tmpdir(), "lokiproof-breakages-"));
});
after(() => rm(outDir, { recursive: true }));

async function runBroken(breakages: readonly string[]): Promise<FinishedRun> {
  const { plan } = await loadPlan({ scenario: "quick", provider: "local", breakages, now: new Date() });
  const { signal } = new AbortController();
  const programs = await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal });
  return run({ plan, provider: localProvider, programs, outDir, suites: [], progress: quiet, signal });
}

describe("a stack that is really broken", () => {
  it("is not: a healthy one passes every check", async () => {
    const { result } = await runBroken([]);
    const notPassed = result.checks.filter(({ outcome }) => outcome !== "pass" && outcome !== "skip");
    expect(notPassed, result.reason).to.deep.equal([]);
    expect(result).to.include({ verdict: "pass", exitCode: 0 });
  });

  for (const group of groups) {
    it(`${group.join(" + ")}: turns its checks red and no others`, async () => {
      const { result } = await runBroken(group);
      const { plan } = await loadPlan({
        scenario: "quick",
        provider: "local",
        breakages: group,
        now: new Date(),
      });
      if (plan.breakage === undefined) throw new Error("expected a breakage in the plan");
      const judged = judgeBreakage(plan.breakage, result.checks);
      expect(judged.missed, "must be red and is not").to.deep.equal([]);
      const told = result.checks.filter(({ id }) => judged.falseAlarms.includes(id));
      expect(
        told.map(({ id, message }) => `${id}: ${message}`),
        "red without cause",
      ).to.deep.equal([]);
      expect(result).to.include({ verdict: "fail", exitCode: 1 });
    });
  }
});
