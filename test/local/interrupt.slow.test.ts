import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { execa } from "execa";

const lokiproof = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

interface Interrupted {
  readonly result: unknown;
  /** The output of `lokiproof sweep --dry-run` after the interrupted run. */
  readonly left: string;
}

/** Starts a run as a user does, and sends it SIGINT as soon as it announces the phase. */
async function interruptIn(phase: string): Promise<Interrupted> {
  const folder = await mkdtemp(join(tmpdir(), "lokiproof-interrupt-"));
  const reports = join(folder, "reports");
  const env = { NO_COLOR: "1", XDG_STATE_HOME: join(folder, "state") };
  try {
    const running = execa(lokiproof, ["run", "quick", "--out", reports], { env, all: true, reject: false });
    const lines = createInterface({ input: running.stdout });
    lines.on("line", (line) => {
      if (line.endsWith(` ${phase}`)) lines.emit("announced");
    });
    await Promise.race([once(lines, "announced"), running]);
    running.kill("SIGINT");
    const { exitCode, all } = await running;
    expect(exitCode, all).to.equal(130);
    const [runId = ""] = await readdir(reports);
    const result: unknown = JSON.parse(await readFile(join(reports, runId, "result.json"), "utf8"));
    const { stdout: left } = await execa(lokiproof, ["sweep", "--dry-run"], { env });
    return { result, left };
  } finally {
    await execa(lokiproof, ["sweep"], { env, reject: false });
    await rm(folder, { recursive: true, force: true });
  }
}

describe("Ctrl-C", () => {
  for (const phase of ["stack", "history", "before", "load", "after", "disturbing"]) {
    it(`during ${phase}: exit 130, a result that says where, and nothing left`, async () => {
      const { result, left } = await interruptIn(phase);
      expect(result).to.include({ verdict: "unknown", exitCode: 130 });
      expect(JSON.stringify(result)).to.include("interrupted during");
      expect(left).to.equal("nothing was left behind");
    });
  }
});
