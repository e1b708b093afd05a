import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../base/log.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import { provision } from "../toolchain/provision.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import type { RunResult } from "../verdict/result.ts";
import { ofTheMachine, quiet, runMs } from "./broken-stack.fixture.ts";
import { combinedShapes } from "./combined-shapes.fixture.ts";
import type { Shape } from "./healthy-shapes.fixture.ts";
import { planOfShape } from "./plan-of-shape.fixture.ts";
import { run } from "./run.ts";
import { inTurn } from "./test-turn.fixture.ts";

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
      // Another run may have the machine at the same time.
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
