import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { poll } from "../base/poll.ts";
import { type ExecSpec, execSpec, type PluginTimes, runExecPlugin } from "./exec-plugin.ts";

const { signal } = new AbortController();
const soon: PluginTimes = { noticeMs: 60_000, timeoutMs: 700, interactiveTimeoutMs: 700 };
const long: PluginTimes = { ...soon, timeoutMs: 60_000, interactiveTimeoutMs: 60_000 };

function shell(script: string, more: object = {}): ExecSpec {
  return execSpec.parse({ command: "sh", args: ["-c", script], interactiveMode: "Never", ...more });
}

const credential = (status: object): string => `echo '${JSON.stringify({ kind: "ExecCredential", status })}'`;

async function refusal(spec: ExecSpec, times = long, stop = signal): Promise<string> {
  const seen: unknown = await runExecPlugin(spec, stop, times).catch((error: unknown) => error);
  if (!(seen instanceof HarnessError)) throw new Error("not refused", { cause: seen });
  expect(seen.exitCode).to.equal(3);
  return seen.message;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // An ended child stays as a zombie until its parent collects it. A zombie does not count as alive.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function expectGone(...pids: readonly number[]): Promise<void> {
  const alive = (): Promise<number> => Promise.resolve(pids.filter(isAlive).length);
  const seen = await poll(alive, (count) => count === 0, { timeoutMs: 10_000, intervalMs: 20, signal });
  expect(seen.last, "plugins that were left behind").to.equal(0);
}

describe("runExecPlugin", () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "lokiproof-plugin-"))));
  afterEach(() => rmSync(dir, { recursive: true }));

  async function pidIn(name: string): Promise<number> {
    const file = join(dir, name);
    const read = (): Promise<number> =>
      Promise.resolve(existsSync(file) ? Number(readFileSync(file, "utf8")) : 0);
    const seen = await poll(read, (pid) => pid > 0, { timeoutMs: 10_000, intervalMs: 20, signal });
    return seen.last ?? 0;
  }

  it("returns a token, or a certificate with its key, and tells the plugin what it is asked", async () => {
    expect(await runExecPlugin(shell(credential({ token: "t" })), signal)).to.deep.equal({ token: "t" });
    const pair = { clientCertificateData: "c", clientKeyData: "k" };
    expect(await runExecPlugin(shell(credential(pair)), signal)).to.deep.equal(pair);
    const told = `echo "$KUBERNETES_EXEC_INFO" | grep -q ExecCredential && [ "$A" = b ] && ${credential({ token: "t" })}`;
    const env = [{ name: "A", value: "b" }];
    expect(await runExecPlugin(shell(told, { env }), signal)).to.deep.equal({ token: "t" });
  });

  it("says of a plugin that gives no credential how it did not, and shows nothing that it printed", async () => {
    expect(await refusal(shell("echo SECRET")))
      .to.match(/no ExecCredential/)
      .and.not.include("SECRET");
    expect(await refusal(shell(credential({})))).to.match(/no ExecCredential/);
    expect(await refusal(shell("true"))).to.match(/printed nothing/);
    expect(await refusal(shell("echo 'log in first' >&2; exit 4"))).to.match(/ended with 4: log in first/);
    expect(await refusal(shell("kill -9 $$"))).to.match(/ended with SIGKILL/);
    expect(await refusal(execSpec.parse({ command: "/no/such/plugin" }))).to.match(/cannot be run/);
    expect(await refusal(shell("yes"), soon)).to.match(/gave no credential/);
  });

  const stubborn = (): string =>
    `trap '' TERM INT HUP; echo $$ > ${join(dir, "own")}; sh -c 'trap "" TERM INT; echo $$ > ${join(dir, "child")}; while :; do sleep 1; done' & while :; do sleep 1; done`;

  it("ends one that sleeps, that ignores SIGTERM, and what it started, at its time limit", async () => {
    expect(await refusal(shell("sleep 1000"), soon)).to.match(/gave no credential in 0.7 s/);
    const refused = refusal(shell(stubborn()), soon);
    const pids = [await pidIn("own"), await pidIn("child")];
    await refused;
    await expectGone(...pids);
  });

  it("ends it at once where it is told to, with all that it started", async () => {
    const stop = new AbortController();
    const reason = new Error("Ctrl-C");
    const running = runExecPlugin(shell(stubborn()), stop.signal, long).catch((error: unknown) => error);
    const pids = [await pidIn("own"), await pidIn("child")];
    stop.abort(reason);
    expect(await running).to.equal(reason);
    await expectGone(...pids);
  });

  it("waits for no child that a plugin left with its output open, and ends it", async () => {
    const leaving = `sh -c 'echo $$ > ${join(dir, "child")}; exec sleep 1000' & while [ ! -s ${join(dir, "child")} ]; do sleep 0.05; done; ${credential({ token: "t" })}`;
    expect(await runExecPlugin(shell(leaving), signal)).to.deep.equal({ token: "t" });
    await expectGone(await pidIn("child"));
  });
});
