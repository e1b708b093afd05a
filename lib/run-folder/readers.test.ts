import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import * as fc from "fast-check";
import { z } from "zod";
import { scratchFolder } from "../base/scratch-folder.fixture.ts";
import { readLeniently, readLinesLeniently } from "./read-leniently.ts";
import { readLinesSoFar, readLinesStrictly, readStrictly } from "./read-strictly.ts";
import { RunFileError } from "./run-file-error.ts";
import { runFiles } from "./run-files.ts";

const file = { path: "records/n.jsonl", line: z.strictObject({ n: z.int() }) };

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).to.be.instanceOf(RunFileError).and.to.include({ exitCode: 3 });
    return String(error);
  }
  return expect.fail("it was read");
}

describe("the readers of a run's files", () => {
  it("agree on complete lines; of a cut file the strict one reads nothing, the lenient one what is complete", async () => {
    await using folder = await scratchFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), async (numbers, at) => {
        const all = numbers.map((n) => ({ n }));
        const text = all.map((one) => `${JSON.stringify(one)}\n`).join("");
        const cut = text.slice(0, at % (text.length + 1));
        await folder.write(file.path, cut);
        const complete = all.slice(0, cut.split("\n").length - 1);
        const lenient = readLinesLeniently(folder.dir, file);
        // A JSON line is complete even if its newline is missing.
        expect(lenient).to.deep.equal(all.slice(0, lenient.length));
        expect(lenient.length - complete.length).to.be.oneOf([0, 1]);
        if (cut === "" || cut.endsWith("\n")) {
          expect(readLinesStrictly(folder.dir, file)).to.deep.equal(complete);
        } else
          expect(refusal(() => readLinesStrictly(folder.dir, file))).to.contain("its last line is cut off");
      }),
      { numRuns: 60 },
    );
  });

  it("name the line and every problem", async () => {
    await using folder = await scratchFolder();
    await folder.write(file.path, '{"n":1}\n{"n":"x"}\n');
    expect(refusal(() => readLinesStrictly(folder.dir, file))).to.contain("records/n.jsonl:2");
    await folder.write("plan.json", '{"version":2}');
    expect(refusal(() => readStrictly(folder.dir, runFiles.plan))).to.match(
      /plan\.json.*another version.*2/s,
    );
    expect(readLeniently(folder.dir, runFiles.plan)).to.equal(undefined);
  });

  it("tell a file that is missing from one that is empty", async () => {
    await using folder = await scratchFolder();
    expect(refusal(() => readLinesStrictly(folder.dir, file))).to.contain("it is missing");
    expect(readLinesSoFar(folder.dir, file)).to.deep.equal([]);
    await folder.write(file.path, '{"n":');
    expect(refusal(() => readLinesSoFar(folder.dir, file))).to.contain("cut off");
  });

  for (const [what, make] of [
    ["a pipe, without waiting for it", async (path: string) => void execFileSync("mkfifo", [path])],
    ["a folder", (path: string) => mkdir(path)],
    ["a symbolic link", (path: string) => symlink("/etc/hostname", path)],
    ["nothing but zero bytes", (path: string) => writeFile(path, Buffer.alloc(64))],
  ] as const) {
    it(`refuse ${what}`, async () => {
      await using folder = await scratchFolder();
      await folder.write(file.path, "");
      await rm(join(folder.dir, file.path));
      await make(join(folder.dir, file.path));
      refusal(() => readLinesStrictly(folder.dir, file));
      expect(readLinesLeniently(folder.dir, file)).to.deep.equal([]);
    });
  }
});
