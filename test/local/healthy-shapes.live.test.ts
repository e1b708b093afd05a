import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { combinedShapes } from "../../lib/run/combined-shapes.fixture.ts";
import type { Shape } from "../../lib/run/healthy-shapes.fixture.ts";
import { planOfShape } from "../../lib/run/plan-of-shape.fixture.ts";
import { run } from "../../lib/run/run.ts";
import { localProvider } from "../../lib/stack/local/local-provider.ts";
import { provision } from "../../lib/toolchain/provision.ts";
import { matchesCheck } from "../../lib/verdict/match-check.ts";
import type { RunResult } from "../../lib/verdict/result.ts";
import { ofTheMachine, quiet, runMs } from "../fixtures/broken-stack.fixture.ts";
import { inTurn } from "../fixtures/test-turn.fixture.ts";

async function runShape(shape: Shape): Promise<RunResult> {
  const outDir = await mkdtemp(join(tmpdir(), "lokiproof-shapes-"));
  try {
    const signal = AbortSignal.timeout(runMs);
    const { plan } = await planOfShape(shape);
    const programs = await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal });
    const how = { plan, provider: localProvider, programs, outDir, suites: [], progress: quiet, signal };
    return (await run(how)).result;
  } finally {
    await rm(outDir, { recursive: true });
  }
}

describe("a healthy Loki of another shape", () => {
  for (const shape of inTurn(combinedShapes))
    it(`passes: ${shape.name}`, async () => {
      const { checks, verdict } = await runShape(shape);
      const ended = (outcome: string): readonly string[] =>
        checks.filter((one) => one.outcome === outcome).map(({ id, message }) => `${id}: ${message}`);
      expect(ended("fail"), "red on a healthy Loki").to.deep.equal([]);
      // Another run might use the machine at the same time, so checks that depend on its speed may be unknown.
      const silent = ended("unknown").filter(
        (text) => !ofTheMachine.some((pattern) => matchesCheck(pattern, text.split(":")[0] ?? "")),
      );
      expect(silent, "unknown on a healthy Loki").to.deep.equal([]);
      expect(verdict).to.be.oneOf(["pass", "unknown"]);
      const skipped = checks.filter(({ outcome }) => outcome === "skip").map(({ id }) => id);
      for (const pattern of shape.skips)
        expect(
          skipped.some((id) => matchesCheck(pattern, id)),
          pattern,
        ).to.equal(true);
    });
});
