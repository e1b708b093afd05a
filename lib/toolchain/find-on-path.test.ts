import { chmod } from "node:fs/promises";
import { expect } from "chai";
import { findOnPath } from "./find-on-path.ts";
import { pins } from "./pins.ts";
import { thisPlatform } from "./platform.ts";
import { type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";

const { loki, k6 } = pins("3.7.8", thisPlatform());
const says = (version: string): string => `echo "loki, version ${version} (branch: x)"`;

describe("findOnPath", () => {
  let machine: ScratchMachine;
  beforeEach(async () => {
    machine = await scratchMachine();
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  it("takes a program that states the pinned version, wherever it prints it", async () => {
    const path = await machine.script("k6", 'echo "k6 v1.8.1 (go1.26.8)" >&2');
    expect(await findOnPath(k6, machine.context)).to.deep.equal({
      name: "k6",
      version: "1.8.1",
      path,
      source: "path",
    });
  });

  it("leaves a program of another version, and says so", async () => {
    const path = await machine.script("loki", says("3.5.7"));
    expect(await findOnPath(loki, machine.context)).to.equal(undefined);
    expect(machine.told.join()).to.include(`${path} is not loki 3.7.8`).and.include("3.5.7");
  });

  it("prefers the one that is named for the version", async () => {
    await machine.script("loki", says("3.7.8"));
    const path = await machine.script("loki-3.7.8", says("3.7.8"));
    expect((await findOnPath(loki, machine.context))?.path).to.equal(path);
  });

  it("trusts the name where the program does not know its version, but not against what it states", async () => {
    const path = await machine.script("loki-3.7.8", 'echo "loki, version  (branch: , revision: unknown)"');
    expect((await findOnPath(loki, machine.context))?.path).to.equal(path);
    await machine.script("loki-3.7.8", says("3.7.9"));
    expect(await findOnPath(loki, machine.context)).to.equal(undefined);
  });

  it("does not trust a plain name that states nothing, fails, or is not executable", async () => {
    await machine.script("loki", "echo hello");
    expect(await findOnPath(loki, machine.context)).to.equal(undefined);
    await machine.script("loki", says("3.7.8"), "exit 1");
    expect(await findOnPath(loki, machine.context)).to.equal(undefined);
    await chmod(await machine.script("loki", says("3.7.8")), 0o644);
    expect(await findOnPath(loki, machine.context)).to.equal(undefined);
  });
});
