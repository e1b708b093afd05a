import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { obtain } from "./obtain.ts";
import { type Pin, pins } from "./pins.ts";
import { thisPlatform } from "./platform.ts";
import { rejection } from "./rejection.fixture.ts";
import { loopbackServer, type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";
import { findInCache } from "./tool-cache.ts";
import type { ToolContext } from "./tool-context.ts";

const { k6 } = pins("3.7.8", thisPlatform());
const artefact = '#!/bin/sh\necho "k6 v1.8.1 (released)"\n';
const sha256 = createHash("sha256").update(artefact).digest("hex");
const released: Pin = { ...k6, release: { path: "/k6/v1.8.1/k6", format: "raw", member: "k6", sha256 } };
const serve: RequestListener = (_, response) => response.end(artefact);

describe("obtain", () => {
  let machine: ScratchMachine;
  let context: ToolContext;
  beforeEach(async () => {
    machine = await scratchMachine();
    context = machine.context;
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  /**
   * Creates a fake `go` command that answers like the real one. Its build takes a moment and writes a program that
   * prints `version`.
   */
  async function fakeGo(version = "1.8.1", built = "true"): Promise<void> {
    await machine.script(
      "go",
      `case "$1 $2" in`,
      `"mod download") : >"${machine.root}/go.sum"; echo '{"Dir":"${machine.root}","GoMod":"${machine.root}/go.mod"}';;`,
      `"mod edit") echo '{"Go":"1.26.5","Replace":null}';;`,
      `*) echo built >>"${machine.root}/builds"; ${built}; for last in "$@"; do [ "$previous" = -o ] && out="$last"; previous="$last"; done`,
      `sleep 0.2; printf '#!/bin/sh\\necho "k6 v${version} (built)"\\n' >"$out"; cat go.mod >"${machine.root}/wrapper";;`,
      "esac",
    );
  }
  const builds = async (): Promise<number> =>
    (await readFile(join(machine.root, "builds"), "utf8").catch(() => "")).split("\n").length - 1;
  const releasesAt = (url: string): ToolContext => ({
    ...context,
    env: { ...context.env, LOKIPROOF_RELEASES: url },
  });

  async function expectNothingKept(): Promise<void> {
    expect(await findInCache(k6, context)).to.equal(undefined);
    const left = (await readdir(context.toolsDir)).filter((entry) => !entry.endsWith(".lock"));
    expect(left).to.deep.equal([]);
  }

  it("downloads what is pinned by a digest, once", async () => {
    await using server = await loopbackServer(serve);
    const program = await obtain(released, releasesAt(server.url));
    expect(program).to.include({ source: "download", version: "1.8.1" });
    expect(await readFile(program.path, "utf8")).to.equal(artefact);
    expect(await obtain(released, releasesAt(server.url))).to.include({
      source: "cache",
      path: program.path,
    });
    expect(server.requests).to.deep.equal(["/k6/v1.8.1/k6"]);
  });

  it("refuses a wrong digest, builds nothing in its place and keeps nothing", async () => {
    await fakeGo();
    await using server = await loopbackServer((_, response) => response.end(`${artefact}# changed`));
    const error = await rejection(obtain(released, releasesAt(server.url)));
    expect(error.code).to.equal("CHECKSUM_MISMATCH");
    expect(await builds()).to.equal(0);
    await expectNothingKept();
  });

  it("builds where the release cannot be had, and warns of it", async () => {
    await fakeGo();
    await using server = await loopbackServer((_, response) => response.writeHead(404).end());
    expect(await obtain(released, releasesAt(server.url))).to.include({ source: "build" });
    expect(machine.told.join("\n")).to.include("status 404").and.include("building k6 1.8.1 instead");
  });

  it("builds where no digest is pinned, and where downloads are turned off", async () => {
    await fakeGo();
    await using server = await loopbackServer(serve);
    expect(await obtain(k6, releasesAt(server.url))).to.include({ source: "build" });
    expect(await readFile(join(machine.root, "wrapper"), "utf8")).to.include("require go.k6.io/k6 v1.8.1");
    expect(await obtain({ ...released, version: "1.8.1-again" }, releasesAt("none"))).to.include({
      source: "build",
    });
    expect([await builds(), server.requests]).to.deep.equal([2, []]);
  });

  it("builds once for several callers at once", async () => {
    await fakeGo();
    const programs = await Promise.all([1, 2, 3].map(async () => await obtain(k6, context)));
    expect(programs.map(({ source }) => source)).to.have.members(["build", "cache", "cache"]);
    expect(await builds()).to.equal(1);
    expect(machine.told.join("\n")).to.include("another lokiproof is fetching or building it; waiting");
  });

  it("does not keep a program that states another version", async () => {
    await fakeGo("1.7.0");
    const error = await rejection(obtain(k6, context));
    expect(error.code).to.equal("TOOL_WRONG_VERSION");
    expect(error.message).to.include("1.8.1").and.include("k6 v1.7.0 (built)");
    await expectNothingKept();
  });

  const refusals: Readonly<Record<string, readonly [string, string]>> = {
    DISK_FULL: ["write /tmp/x.a: no space left on device", "lokiproof doctor"],
    GO_TOO_OLD: ["go: go.mod requires go >= 1.26.5 (running go 1.24.1; GOTOOLCHAIN=local)", "newer Go"],
    VERSION_UNKNOWN: [
      "reading go.k6.io/k6/go.mod at revision v1.8.1: unknown revision v1.8.1",
      "lokiproof tools --loki",
    ],
    GO_FAILED: ["dial tcp: lookup proxy: no such host", "lokiproof tools"],
  };
  for (const [code, [words, hint]] of Object.entries(refusals)) {
    it(`explains go's "${words}"`, async () => {
      await fakeGo("1.8.1", `echo "${words}" >&2; exit 1`);
      const error = await rejection(obtain(k6, context));
      expect(error).to.include({ code });
      expect(error.message).to.include("building k6 1.8.1");
      expect(error.hint).to.include(hint);
      await expectNothingKept();
    });
  }
});
