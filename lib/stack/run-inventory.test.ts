import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openJournal, readJournal } from "./journal.ts";
import { listLeftovers, sweepLeftovers } from "./leftovers.ts";
import {
  isAlive,
  ownProcess,
  type ProcessRef,
  runIdVariable,
  startTimeOf,
  stateRootVariable,
} from "./process-table.ts";
import { findRuns } from "./run-inventory.ts";
import { runPaths, stateRoot } from "./run-paths.ts";

const gone: ProcessRef = { pid: process.pid, startTime: "of another process that had this number" };

function makeRun(runId: string): ReturnType<typeof openJournal> {
  mkdirSync(runPaths(runId).root, { recursive: true });
  return openJournal(runPaths(runId).journal);
}

function marks(runId: string): Record<string, string> {
  return { [runIdVariable]: runId, [stateRootVariable]: stateRoot() };
}

describe("what runs left behind", () => {
  let before: string | undefined;
  let dir: string;
  const started: ProcessRef[] = [];
  beforeEach(() => {
    before = process.env["XDG_STATE_HOME"];
    dir = mkdtempSync(join(tmpdir(), "lokiproof-inventory-"));
    process.env["XDG_STATE_HOME"] = dir;
  });
  afterEach(() => {
    for (const one of started.splice(0)) if (isAlive(one)) process.kill(one.pid, "SIGKILL");
    if (before === undefined) delete process.env["XDG_STATE_HOME"];
    else process.env["XDG_STATE_HOME"] = before;
    rmSync(dir, { recursive: true });
  });

  const startSleeper = async (env: Record<string, string>): Promise<ProcessRef> => {
    const child = spawn("sleep", ["60"], {
      detached: true,
      stdio: "ignore",
      env: { ...process.env, ...env },
    });
    await once(child, "spawn");
    child.unref();
    const ref = { pid: child.pid ?? 0, startTime: startTimeOf(child.pid ?? 0) ?? "" };
    started.push(ref);
    return ref;
  };
  it("tells owned, kept and orphaned runs apart", () => {
    makeRun("a-owned").write({ kind: "owner", ...ownProcess() });
    makeRun("b-kept").write({ kind: "owner", ...gone });
    makeRun("b-kept").write({ kind: "kept" });
    makeRun("c-orphaned").write({ kind: "owner", ...gone });
    makeRun("d-young");
    makeRun("e-old");
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(runPaths("e-old").root, longAgo, longAgo);
    expect(findRuns().map(({ standing }) => standing)).to.deep.equal([
      "owned",
      "kept",
      "orphaned",
      "owned",
      "orphaned",
    ]);
  });

  it("sweeps an orphan's processes and folder, and says so; nothing of the others", async () => {
    const journaled = await startSleeper({});
    const unjournaled = await startSleeper(marks("orphan"));
    const keptOne = await startSleeper(marks("kept"));
    const orphan = makeRun("orphan");
    orphan.write({ kind: "owner", ...gone });
    orphan.write({ kind: "spawning", name: "minio" });
    orphan.write({ kind: "spawned", name: "minio", ...journaled });
    orphan.write({ kind: "spawning", name: "ingester-0" });
    const kept = makeRun("kept");
    kept.write({ kind: "owner", ...gone });
    kept.write({ kind: "kept" });
    const listed = await listLeftovers();
    const removed = await sweepLeftovers();
    expect(removed).to.deep.equal(listed);
    expect(removed.join("\n"))
      .to.contain(`minio (pid ${journaled.pid})`)
      .and.contain(`pid ${unjournaled.pid}`);
    expect([isAlive(journaled), isAlive(unjournaled), isAlive(keptOne)]).to.deep.equal([false, false, true]);
    expect(existsSync(runPaths("orphan").root)).to.equal(false);
    expect(existsSync(runPaths("kept").root)).to.equal(true);
    expect(await listLeftovers()).to.deep.equal([]);
  });

  it("goes on to the others where a cluster of one does not answer, and says of which", async () => {
    const kubeconfig = join(dir, "no such kubeconfig");
    const lost = makeRun("a-lost");
    lost.write({ kind: "owner", ...gone });
    lost.write({ kind: "namespace", name: "lokiproof-a-lost", kubeconfig, context: "theirs" });
    makeRun("b-orphan").write({ kind: "owner", ...gone });
    const error = await sweepLeftovers().then(() => "", String);
    expect(error).to.contain("a-lost").and.to.contain(kubeconfig).and.to.contain("rm -r");
    expect(existsSync(runPaths("a-lost").root), "what is not removed is still known").to.equal(true);
    expect(existsSync(runPaths("b-orphan").root)).to.equal(false);
  });

  it("leaves a process alone that got the number of one of ours", async () => {
    const stranger = await startSleeper({});
    const orphan = makeRun("orphan");
    orphan.write({ kind: "owner", ...gone });
    orphan.write({ kind: "spawned", name: "minio", pid: stranger.pid, startTime: "earlier" });
    await sweepLeftovers();
    expect(isAlive(stranger)).to.equal(true);
  });

  it("leaves a process alone whose run is kept under another state folder", async () => {
    const other = await startSleeper({ ...marks("elsewhere"), [stateRootVariable]: "/another/lokiproof" });
    expect(findRuns()).to.deep.equal([]);
    await sweepLeftovers();
    expect(isAlive(other)).to.equal(true);
  });

  it("reads a journal up to where a killed writer stopped", () => {
    const journal = makeRun("torn");
    journal.write({ kind: "owner", ...gone });
    appendFileSync(runPaths("torn").journal, '{"kind":"spawned","name":"min');
    expect(readJournal(runPaths("torn").journal)).to.deep.equal([{ kind: "owner", ...gone }]);
    expect(readJournal(join(dir, "no such file"))).to.deep.equal([]);
  });
});
