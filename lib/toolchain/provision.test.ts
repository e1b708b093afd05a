import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { provision } from "./provision.ts";
import { rejection } from "./rejection.fixture.ts";
import { type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";
import type { ToolContext } from "./tool-context.ts";

describe("provision", () => {
  let machine: ScratchMachine;
  beforeEach(async () => {
    machine = await scratchMachine();
    await machine.script("nginx", 'echo "nginx version: nginx/1.22.1" >&2');
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  it("takes all from PATH where the versions fit", async () => {
    const loki = await machine.script("loki", 'echo "loki, version 3.7.8 (branch: x)"');
    const k6 = await machine.script("k6", 'echo "k6 v1.8.1 (go1.26.8)"');
    const minio = await machine.script(
      "minio",
      'echo "minio version RELEASE.x (commit-id=7aac2a2c5b7c882e)"',
    );
    const programs = await provision({ loki: "3.7.8" }, machine.context);
    expect(Object.entries(programs).map(([name, { path, source }]) => [name, source, path])).to.deep.equal([
      ["loki", "path", loki],
      ["minio", "path", minio],
      ["k6", "path", k6],
      ["nginx", "system", `${machine.root}/bin/nginx`],
    ]);
  });

  it("names the next command where Go is missing, before anything else is made", async () => {
    const error = await rejection(provision({ loki: "3.7.8" }, onlyOwnPath()));
    expect(error.code).to.equal("GO_MISSING");
    expect(error.message).to.include("loki 3.7.8 must be built");
    expect(error.hint).to.include("lokiproof tools");
  });

  it("names the next command where nginx is missing, before anything is built", async () => {
    await rm(join(machine.root, "bin", "nginx"));
    await machine.script("go", `touch ${machine.root}/used`);
    const error = await rejection(provision({ loki: "3.7.8" }, onlyOwnPath()));
    expect(error.code).to.equal("NGINX_MISSING");
    expect(error.hint).to.match(/lokiproof doctor --fix|brew install nginx/);
    expect(existsSync(join(machine.root, "used"))).to.equal(false);
  });

  function onlyOwnPath(): ToolContext {
    return { ...machine.context, env: { ...machine.context.env, PATH: join(machine.root, "bin") } };
  }
});
