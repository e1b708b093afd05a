import { join } from "node:path";
import { expect } from "chai";
import { examineMachine, nodeFinding } from "./examine-machine.ts";
import { examinePrograms, goVersion } from "./examine-programs.ts";
import { type Finding, roomFinding } from "./finding.ts";
import { nginxVersion } from "./nginx.ts";
import { type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";
import type { ToolContext } from "./tool-context.ts";

const gibibyte = 1024 ** 3;
const states = (findings: readonly Finding[]): Readonly<Record<string, string>> =>
  Object.fromEntries(findings.map(({ name, state }) => [name, state]));

describe("examinePrograms", () => {
  let machine: ScratchMachine;
  let context: ToolContext;
  beforeEach(async () => {
    machine = await scratchMachine();
    context = { ...machine.context, env: { ...machine.context.env, PATH: join(machine.root, "bin") } };
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  it("says what is missing on an empty machine, each with what to type", async () => {
    const { findings, building } = await examinePrograms("3.7.8", context);
    const missing = { go: "missing", loki: "missing", minio: "missing", k6: "missing", nginx: "missing" };
    expect(states(findings)).to.deep.equal({ ...missing, git: "warning" });
    expect(findings.filter(({ fix }) => fix === undefined)).to.deep.equal([]);
    expect(building).to.equal(true);
  });

  it("is content where all can be built", async () => {
    await machine.script("go", 'echo "go version go1.26.8 linux/amd64"');
    await machine.script("git", "true");
    await machine.script("nginx", 'echo "nginx version: nginx/1.22.1" >&2');
    const { findings } = await examinePrograms("3.7.8", context);
    expect([...new Set(Object.values(states(findings)))]).to.deep.equal(["ok"]);
    expect(findings.find(({ name }) => name === "loki")).to.deep.include({ fix: "lokiproof tools" });
  });

  it("needs neither Go nor git where nothing must be built", async () => {
    await machine.script("loki-3.7.8", 'echo "loki, version 3.7.8"');
    await machine.script("minio", 'echo "minio version RELEASE.x (commit-id=7aac2a2c5b7c882e)"');
    await machine.script("k6", 'echo "k6 v1.8.1 (x)"');
    await machine.script("nginx", 'echo "nginx version: nginx/1.22.1" >&2');
    const { findings, building } = await examinePrograms("3.7.8", context);
    expect([...new Set(Object.values(states(findings)))]).to.deep.equal(["ok"]);
    expect(building).to.equal(false);
  });

  it("warns of a Go that cannot fetch a newer one", async () => {
    await machine.script("go", 'echo "go version go1.19.8 linux/amd64"');
    const { findings } = await examinePrograms("3.7.8", context);
    expect(states(findings)).to.include({ go: "warning" });
  });
});

describe("examineMachine", () => {
  it("finds what this test itself needs", async () => {
    await using machine = await scratchMachine();
    const findings = await examineMachine(false, machine.context);
    expect(states(findings)).to.include({ node: "ok", loopback: "ok" });
    expect(findings.map(({ name }) => name)).to.include.members([
      "disk, cache",
      "disk, temp",
      "memory",
      "cores",
    ]);
    for (const { state, fix } of findings) expect(fix === undefined).to.equal(state === "ok");
  });

  it("knows which Node strips types", () => {
    const tooOld = ["20.19.0", "22.18.0", "24.11.1", "garbage"];
    expect(tooOld.map((version) => nodeFinding(version).state)).to.deep.equal(Array(4).fill("missing"));
    expect(["24.12.0", "24.21.0", "26.0.0"].map((version) => nodeFinding(version).state)).to.deep.equal(
      Array(3).fill("ok"),
    );
  });

  it("tells enough room from little and from too little", () => {
    const room = { wantedGibibytes: 4, neededGibibytes: 2, fix: "free some" };
    const seen = [4, 3.9, 2, 1.9].map((size) => roomFinding("memory", size * gibibyte, room).state);
    expect(seen).to.deep.equal(["ok", "warning", "warning", "missing"]);
    expect(roomFinding("memory", 3 * gibibyte, room).detail).to.equal("3.0 GiB free, expected 4 GiB or more");
  });
});

describe("what programs print", () => {
  it("is read for go and nginx", () => {
    expect(goVersion("go version go1.26.8 linux/amd64")).to.deep.equal({ text: "go1.26.8", minor: 26 });
    expect(goVersion("go: command not found")).to.equal(undefined);
    expect(nginxVersion("nginx version: nginx/1.22.1")).to.equal("1.22.1");
    expect(nginxVersion("nginx version: openresty/1.25.3.1")).to.equal("1.25.3");
    expect(nginxVersion("nginx: [emerg] unknown")).to.equal(undefined);
  });
});
