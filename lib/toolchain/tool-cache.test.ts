import { chmod, mkdir, readdir, readFile, rename, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { pins } from "./pins.ts";
import { platformKey, thisPlatform } from "./platform.ts";
import { type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";
import { findInCache, installInCache, removeDamaged, stagingFolder } from "./tool-cache.ts";
import { toolsDirOf } from "./tool-context.ts";

const { k6 } = pins("3.7.8", thisPlatform());

describe("the tools' cache", () => {
  let machine: ScratchMachine;
  beforeEach(async () => {
    machine = await scratchMachine();
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  async function install(): Promise<string> {
    const path = join(await stagingFolder(k6, machine.context), "made");
    await writeFile(path, "#!/bin/sh\n");
    const made = { path, source: "build", from: "go.k6.io/k6@v1.8.1" } as const;
    return (await installInCache(k6, made, machine.context)).path;
  }

  it("is empty at first", async () => {
    expect(await findInCache(k6, machine.context)).to.equal(undefined);
  });

  it("keeps one folder for a program, version and platform", async () => {
    const path = await install();
    const folder = `k6-1.8.1-${platformKey(thisPlatform())}`;
    expect(path).to.equal(join(machine.context.toolsDir, folder, "k6"));
    expect(await findInCache(k6, machine.context)).to.deep.include({ path, source: "cache" });
    expect(await findInCache({ ...k6, version: "1.8.2" }, machine.context)).to.equal(undefined);
  });

  it("refuses a program that was cut short, lost its mode or its origin, and takes a new one in its place", async () => {
    const path = await install();
    await truncate(path, 3);
    expect(await findInCache(k6, machine.context)).to.equal(undefined);
    await install();
    expect(await findInCache(k6, machine.context)).to.deep.include({ path });
    await chmod(path, 0o644);
    expect(await findInCache(k6, machine.context)).to.equal(undefined);
    await install();
    await writeFile(join(path, "..", "origin.json"), "{");
    expect(await findInCache(k6, machine.context)).to.equal(undefined);
  });

  it("never gives a program of the same size that another file was written over, and says how to have it again", async () => {
    const path = await install();
    const garbage = "x".repeat("#!/bin/sh\n".length);
    const spoil: readonly (() => Promise<void>)[] = [
      () => writeFile(path, garbage),
      async () => {
        await writeFile(`${path}.new`, garbage, { mode: 0o755 });
        await rename(`${path}.new`, path);
      },
      async () => {
        const { atime, mtime } = await stat(path);
        await writeFile(path, garbage);
        await utimes(path, atime, mtime);
      },
    ];
    for (const one of spoil) {
      await removeDamaged(k6, machine.context);
      await install();
      expect(await findInCache(k6, machine.context)).to.deep.include({ path });
      await one();
      const error = await findInCache(k6, machine.context).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "TOOL_DAMAGED", exitCode: 3, hint: "lokiproof tools --rebuild" });
    }
    await removeDamaged(k6, machine.context);
    expect(await findInCache(k6, machine.context)).to.equal(undefined);
  });

  it("takes a copied or touched program whose digest is right, and remembers it", async () => {
    const path = await install();
    await utimes(path, new Date(0), new Date(0));
    const before = await readFile(join(path, "..", "origin.json"), "utf8");
    expect(await findInCache(k6, machine.context)).to.deep.include({ path });
    const after = await readFile(join(path, "..", "origin.json"), "utf8");
    expect(after).to.not.equal(before);
    expect(await findInCache(k6, machine.context)).to.deep.include({ path });
    expect(await readFile(join(path, "..", "origin.json"), "utf8")).to.equal(after);
    expect((await readdir(join(path, ".."))).sort()).to.deep.equal(["k6", "origin.json"]);
    await removeDamaged(k6, machine.context);
    expect(await findInCache(k6, machine.context)).to.deep.include({ path });
  });

  it("removes what a killed run left of the same tool, and nothing of another", async () => {
    const left = await stagingFolder(k6, machine.context);
    const other = join(machine.context.toolsDir, ".staging-minio-x");
    await mkdir(other);
    const next = await stagingFolder(k6, machine.context);
    const entries = (await readdir(machine.context.toolsDir)).map((entry) =>
      join(machine.context.toolsDir, entry),
    );
    expect(entries).to.have.members([next, other]).and.not.include(left);
  });

  it("lies under XDG_CACHE_HOME, unless that is relative, else under HOME", () => {
    expect(toolsDirOf({ XDG_CACHE_HOME: "/x", HOME: "/h" })).to.equal("/x/lokiproof/tools");
    expect(toolsDirOf({ XDG_CACHE_HOME: "x", HOME: "/h" })).to.equal("/h/.cache/lokiproof/tools");
    expect(toolsDirOf({ HOME: "/h" })).to.equal("/h/.cache/lokiproof/tools");
  });
});
