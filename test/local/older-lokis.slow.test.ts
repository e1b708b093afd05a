import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import { run } from "../../lib/run/run.ts";
import { keysFor } from "../../lib/settings/known-keys.ts";
import { printLokiConfig } from "../../lib/settings/print-loki-config.ts";
import { printedKeys } from "../../lib/settings/printed-keys.ts";
import { localProvider } from "../../lib/stack/local/local-provider.ts";
import { type Program, type ProgramName, provision } from "../../lib/toolchain/provision.ts";
import { matchesCheck } from "../../lib/verdict/match-check.ts";
import type { RunResult } from "../../lib/verdict/result.ts";
import { ofTheMachine, quiet, runMs } from "../fixtures/broken-stack.fixture.ts";
import { inTurn } from "../fixtures/test-turn.fixture.ts";

/** A version of Loki other than the default, and the expected result of the scenario `smoke` on this version. */
interface OlderLoki {
  readonly version: string;
  /** Checks that are red because of a defect of this Loki version, and the issue that each check's message names. */
  readonly red: Readonly<Record<string, string>>;
  /** Checks that are skipped because this Loki version does not show the values that they compare. */
  readonly skipped: readonly string[];
}

const olderLokis: readonly OlderLoki[] = [
  {
    version: "3.5.7",
    red: { "isolation.deletes": "grafana/loki issue 18585" },
    skipped: ["limits.effective"],
  },
  { version: "3.6.4", red: {}, skipped: [] },
  { version: "3.7.7", red: {}, skipped: [] },
];

/** The timeout for building Loki. Without a cache, the build takes up to ten minutes on two busy cores. */
const buildMs = 900_000;

type Programs = Readonly<Record<ProgramName, Program>>;

async function runSmoke(version: string, programs: Programs): Promise<RunResult> {
  const outDir = await mkdtemp(join(tmpdir(), "lokiproof-older-"));
  try {
    const chart = { valuesFiles: [], settings: [`loki.image.tag=${version}`] };
    const { plan } = await loadPlan(
      { scenario: "smoke", provider: "local", chart, now: new Date() },
      testTenants,
    );
    expect(plan.lokiVersion).to.equal(version);
    const signal = AbortSignal.timeout(runMs);
    const how = { plan, provider: localProvider, programs, outDir, suites: [], progress: quiet, signal };
    return (await run(how)).result;
  } finally {
    await rm(outDir, { recursive: true });
  }
}

for (const { version, red, skipped } of inTurn(olderLokis))
  describe(`a healthy Loki ${version}`, () => {
    let programs: Programs;

    before(async function () {
      this.timeout(buildMs);
      const signal = AbortSignal.timeout(buildMs);
      // The Loki is taken from the cache, or is loki-VERSION from PATH, if either exists.
      programs = await provision({ loki: version }, { progress: silentProgress, signal });
    });

    it("prints the keys that are known of it", async () => {
      const known = keysFor(version)?.version ?? expect.fail("its keys are not known");
      const file = join(import.meta.dirname, "..", "..", "lib", "settings", `loki-${known}-keys.txt`);
      const keys = (await readFile(file, "utf8")).trimEnd().split("\n");
      const printed = printedKeys(await printLokiConfig(programs.loki.path));
      expect(printed, "else: bin/node lib/settings/write-loki-keys.ts LOKI").to.deep.equal(keys);
    });

    it(`passes smoke${Object.keys(red)
      .map((id) => `, except ${id}: a defect of Loki`)
      .join("")}`, async () => {
      const { checks } = await runSmoke(version, programs);
      const ended = (outcome: string): typeof checks => checks.filter((one) => one.outcome === outcome);
      const failed = ended("fail").map(({ id, message }) => ({ id, message }));
      expect(failed.map(({ id }) => id).sort(), JSON.stringify(failed)).to.deep.equal(Object.keys(red));
      for (const { id, message } of failed) expect(message).to.contain(red[id]);
      const silent = ended("unknown").filter(
        ({ id }) => !ofTheMachine.some((pattern) => matchesCheck(pattern, id)),
      );
      expect(silent, "unknown on a healthy Loki").to.deep.equal([]);
      expect(ended("skip").map(({ id }) => id)).to.include.members([...skipped]);
      if (skipped.length === 0) expect(ended("pass").map(({ id }) => id)).to.include("limits.effective");
    });
  });
