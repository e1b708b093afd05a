import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { listLeftovers } from "../../lib/stack/leftovers.ts";
import { runResult } from "../../lib/verdict/result.ts";

const lokiproof = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

/** Checks that depend on the machine's speed, which other tests use at the same time. */
const ofTheMachine = /^(load|latency)\.|^reconciliation\.offered|^limits\.(ingestion|stream-rate)/;

describe("a sealed run", () => {
  let outDir: string;
  before(async () => {
    outDir = await mkdtemp(join(tmpdir(), "lokiproof-sealed-"));
  });
  after(() => rm(outDir, { recursive: true }));

  it("proves a stack that has loopback only, says so, and leaves nothing", async () => {
    const ran = await execa(lokiproof, ["run", "quick", "--sealed", "--out", outDir], { reject: false });
    const runDir = /^report\s+(\S+)\/index\.html/m.exec(ran.stdout)?.[1];
    if (runDir === undefined) throw new Error(`expected a report, got: ${ran.stdout} ${ran.stderr}`);
    const { checks, figures, replay, runId } = runResult.parse(
      JSON.parse(await readFile(join(runDir, "result.json"), "utf8")),
    );
    const wrong = checks.filter(
      ({ outcome, id }) => outcome === "fail" || (outcome === "unknown" && !ofTheMachine.test(id)),
    );
    expect(wrong.map(({ id, message }) => `${id}: ${message}`)).to.deep.equal([]);
    expect(checks.find(({ id }) => id === "safety.connections")?.outcome).to.equal("pass");
    const figure = figures.find(({ check }) => check === "safety.connections")?.text;
    expect(figure).to.match(/^sealed: loopback was its only network/);
    expect(replay).to.contain("--sealed");
    const left = (await listLeftovers()).filter((line) => line.includes(runId));
    expect(left).to.deep.equal([]);
  });

  it("cannot reach an address outside, and is ended from outside when it was kept", async () => {
    const up = await execa(lokiproof, ["up", "quick", "--sealed"]);
    const runId = /^stack (\S+)/m.exec(up.stdout)?.[1] ?? "";
    try {
      const entrance = /alone: (.*) COMMAND$/m.exec(up.stdout)?.[1]?.split(" ") ?? [];
      const gateway = /gateway +(http:\S+)/.exec(up.stdout)?.[1] ?? "";
      expect(await reach(entrance, gateway)).to.equal("200");
      // TEST-NET-3 (RFC 5737): no host has this address. Without a network the error comes at once.
      expect(await reach(entrance, "http://203.0.113.9:9095")).to.equal("ENETUNREACH");
      const shown = await execa(lokiproof, ["status"]);
      expect(shown.stdout).to.match(new RegExp(`${runId}: kept[^]*ingester-0 +running`));
    } finally {
      await execa(lokiproof, ["down", runId]);
    }
    expect((await execa(lokiproof, ["status"])).stdout).to.not.contain(runId);
  });
});

/**
 * Returns the HTTP status that a program in the stack's network gets from a URL, or the code of the program's error.
 */
async function reach([program = "", ...args]: readonly string[], url: string): Promise<string> {
  const script = `fetch(${JSON.stringify(url)}).then(({ status }) => status, ({ cause }) => cause.code).then(console.log)`;
  return (await execa(program, [...args, process.execPath, "-e", script])).stdout;
}
