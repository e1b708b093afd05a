import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { poll } from "../base/poll.ts";
import { pause } from "./pause.ts";
import type { MeasuredTarget } from "./target.ts";
import { throttle } from "./throttle.ts";

const { signal } = new AbortController();
const timeoutMs = 5000;

/** Returns the fields of /proc/PID/stat (proc(5)), from the state onwards. */
function stat(pid: number): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function cpuSeconds(pid: number): number {
  const fields = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A fake target of faults: a process in its own process group that counts as fast as it can. */
class Busy implements MeasuredTarget, AsyncDisposable {
  readonly name = "busy";
  readonly child: ChildProcess;

  constructor() {
    this.child = spawn(process.execPath, ["-e", "for (;;);"], { detached: true, stdio: "ignore" });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  readonly isAlive = (): boolean => this.child.exitCode === null && this.child.signalCode === null;
  readonly cpuSeconds = (): number => cpuSeconds(this.pid);

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isAlive()) return;
    const gone = new Promise((resolve) => void this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await gone;
  }
}

async function stateBecomes(pid: number, wanted: RegExp): Promise<string | undefined> {
  const seen = await poll(
    async () => stat(pid)[0] ?? "",
    (state) => wanted.test(state),
    { timeoutMs, intervalMs: 5, signal },
  );
  return seen.last;
}

describe("faults of processes", function () {
  this.timeout(20_000);
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("pause stops a process where it is, and lets it go on, also when something throws", async () => {
    await using busy = new Busy();
    try {
      using _ = pause([busy]);
      expect(await stateBecomes(busy.pid, /T/)).to.equal("T");
      throw new Error("abort");
    } catch (error) {
      expect(String(error)).to.contain("abort");
    }
    expect(await stateBecomes(busy.pid, /[RS]/)).to.match(/[RS]/);
  });

  it("pause leaves nothing stopped when one of several is gone", async () => {
    await using busy = new Busy();
    const gone = { name: "gone", pid: busy.pid, isAlive: () => false, cpuSeconds: () => undefined };
    expect(() => pause([busy, gone])).to.throw("not there to be paused: gone");
    expect(await stateBecomes(busy.pid, /[RS]/)).to.match(/[RS]/);
    expect(() => pause([])).to.throw("nothing to pause");
    expect(() => throttle([gone], 0.1)).to.throw("cannot be read");
    expect(() => throttle([], 0.1)).to.throw("no generator process is running, so none can be throttled");
  });

  it("throttle holds a process to its share of a core, until it is lifted", async () => {
    await using busy = new Busy();
    await poll(
      async () => busy.cpuSeconds(),
      (seconds) => seconds > 0.2,
      { timeoutMs, signal },
    );
    const [beganMs, beganS] = [performance.now(), busy.cpuSeconds()];
    {
      using _ = throttle([busy], 0.1);
      await poll(
        async () => performance.now() - beganMs,
        (ms) => ms > 1500,
        { timeoutMs, signal },
      );
      const share = ((busy.cpuSeconds() - beganS) * 1000) / (performance.now() - beganMs);
      expect(share).to.be.within(0.03, 0.2);
    }
    const heldS = busy.cpuSeconds();
    const free = await poll(
      async () => busy.cpuSeconds() - heldS,
      (seconds) => seconds > 0.3,
      { timeoutMs, signal },
    );
    expect(free.settled).to.equal(true);
  });
});
