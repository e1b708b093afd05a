import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { poll } from "../../base/poll.ts";
import { stormSpec } from "../../plan/load-schema.ts";
import { stormRuns } from "../../traffic/schedule.ts";
import { withVirtualUsers } from "../../traffic/virtual-users.ts";
import type { Ended, Told } from "../generator-site.ts";
import { type AgentClient, agentClient } from "./agent-client.ts";
import { followAgent } from "./follow-agent.ts";
import { GeneratorAgent } from "./generator-agent.ts";
import { generatorVersion } from "./generator-version.ts";
import { serveAgent } from "./serve-agent.ts";

const { signal } = new AbortController();
const storm = stormSpec.parse({ startS: 0, ratePerSecond: 5, forS: 2, rangesS: [60] });
const told: Told = {
  script: "storm",
  file: {
    runId: "r",
    seed: 1,
    gatewayUrl: "http://127.0.0.1:1",
    timeoutMs: 1000,
    generators: 2,
    scenarios: withVirtualUsers(stormRuns({ a: { storm } }), 2).map((run) => ({
      ...run,
      splitIntervalMs: 0,
      lokiVersion: "3.7.8",
    })),
  },
};
const share = { index: 1, of: 2 };

/** A replacement for k6, which records its arguments, waits for a while, and ends. */
const fakeK6 = `#!/bin/sh
for a in "$@"; do case $a in --console-output=*) out=\${a#*=};; esac; done
echo "$@" > "$out"
trap 'echo interrupted >> "$out"; exit 105' INT
i=0; while [ $i -lt \${FAKE_K6_TENTHS:-1} ]; do sleep 0.1; i=$((i + 1)); done
echo last >> "$out"
echo '{"dropped":{"storm_0":3}}' > "$SUMMARY_FILE"
`;

describe("a generator in a pod", function () {
  this.timeout(20_000);
  let dir = "";
  let client: AgentClient;
  let served: Promise<void>;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-agent-"));
    await writeFile(join(dir, "k6"), fakeK6);
    await chmod(join(dir, "k6"), 0o755);
    const agent = new GeneratorAgent({ dir: join(dir, "pod"), k6Path: join(dir, "k6") });
    const port = await new Promise<number>((listening) => {
      served = serveAgent(agent, { port: 0, signal, listening });
    });
    client = agentClient("pod-0", `http://127.0.0.1:${port}`);
  });

  afterEach(async () => {
    delete process.env["FAKE_K6_TENTHS"];
    await client.tell("leave", signal).catch(() => undefined);
    await served;
    await rm(dir, { recursive: true });
  });

  async function ready(): Promise<void> {
    await client.prepare({ share, told: [told] }, signal);
    const seen = await poll(
      (until) => client.state(until),
      ({ phase }) => phase === "ready",
      { timeoutMs: 5000, intervalMs: 20, signal },
    );
    expect(seen.last?.phase).to.equal("ready");
  }

  async function follow(until = signal): Promise<Ended> {
    const [ended] = await followAgent({ agent: client, told: [told], share, dir }, until);
    if (ended === undefined) throw new Error("it told of no end");
    return ended;
  }

  it("runs its share when it is told to, and all that it recorded is copied", async () => {
    await ready();
    expect((await client.state(signal)).version).to.equal(generatorVersion());
    await client.tell("start", signal);
    const ended = await follow();
    expect(ended).to.deep.include({ script: "storm", share, dir, starved: undefined });
    expect(ended.exit).to.deep.include({ exitCode: 0, dropped: { storm_0: 3 } });
    const copied = await readFile(join(dir, "storm.jsonl"), "utf8");
    expect(copied)
      .to.contain("--execution-segment=1/2:1")
      .and.match(/\nlast\n$/);
  });

  it("begins nothing before it is prepared, nor twice", async () => {
    const early = await client.tell("start", signal).catch((error: unknown) => error);
    expect(String(early)).to.contain("expected a generator that is ready, got one that is idle");
    await ready();
    const again = await client.prepare({ share, told: [] }, signal).catch((error: unknown) => error);
    expect(String(again)).to.contain("got one that is ready");
  });

  it("ends its load when the run is aborted, and keeps what it recorded", async () => {
    process.env["FAKE_K6_TENTHS"] = "200";
    await ready();
    await client.tell("start", signal);
    const ended = await follow(AbortSignal.timeout(300));
    expect(ended.exit.exitCode).to.not.equal(0);
    expect(await readFile(join(dir, "storm.jsonl"), "utf8")).to.match(/interrupted\n$/);
  });

  it("is no end of a load that was well where it cannot run", async () => {
    await rm(join(dir, "k6"));
    await ready();
    await client.tell("start", signal);
    expect((await follow()).exit).to.include({ exitCode: -1 });
  });

  it("leaves by itself when nobody speaks to it", async () => {
    const agent = new GeneratorAgent({ dir: join(dir, "other"), k6Path: join(dir, "k6") });
    await serveAgent(agent, { port: 0, signal, silenceMs: 50 });
  });
});
