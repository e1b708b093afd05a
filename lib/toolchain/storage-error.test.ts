import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { obtain } from "./obtain.ts";
import { pins } from "./pins.ts";
import { rejection } from "./rejection.fixture.ts";
import { scratchMachine } from "./scratch-machine.fixture.ts";
import { explainStorage } from "./storage-error.ts";

const codeOf = (error: unknown): string => {
  const explained = explainStorage(error, "building k6", "/cache");
  return explained instanceof HarnessError ? explained.code : "unexplained";
};

describe("explainStorage", () => {
  it("knows a full disk by its code, by its words, and under another error", () => {
    expect(codeOf(Object.assign(new Error("write"), { code: "ENOSPC" }))).to.equal("DISK_FULL");
    expect(codeOf(Object.assign(new Error("write"), { code: "EDQUOT" }))).to.equal("DISK_FULL");
    expect(codeOf(new Error("ld", { cause: new Error("No space left on device") }))).to.equal("DISK_FULL");
    expect(codeOf(new Error("database or disk is full"))).to.equal("DISK_FULL");
  });

  it("knows a folder that cannot be written", () => {
    for (const code of ["EACCES", "EROFS"]) {
      expect(codeOf(Object.assign(new Error("mkdir"), { code }))).to.equal("CACHE_UNWRITABLE");
    }
    expect(codeOf(new Error("unable to open database file"))).to.equal("CACHE_UNWRITABLE");
  });

  it("leaves any other error as it is, and one that is explained already", () => {
    const defect = new TypeError("x is not a function");
    expect(explainStorage(defect, "building k6", "/cache")).to.equal(defect);
    const explained = new HarnessError("no space left on device", { code: "OTHER" });
    expect(explainStorage(explained, "building k6", "/cache")).to.equal(explained);
  });

  it("is what a caller gets whose cache is a file", async () => {
    await using machine = await scratchMachine();
    await mkdir(join(machine.root, "cache"));
    await writeFile(join(machine.root, "cache", "lokiproof"), "not a folder");
    const error = await rejection(obtain(pins("3.7.8", machine.context.platform).k6, machine.context));
    expect(error.code).to.equal("CACHE_UNWRITABLE");
    expect(error.hint).to.include("XDG_CACHE_HOME").and.include("lokiproof tools");
  });
});
