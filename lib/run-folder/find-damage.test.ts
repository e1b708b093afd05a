import { mkdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import * as fc from "fast-check";
import { type ScratchFolder, scratchFolder } from "../base/scratch-folder.fixture.ts";
import { findDamage } from "./find-damage.ts";
import { manifestFile } from "./manifest.ts";
import { readStrictly } from "./read-strictly.ts";
import { writeManifest } from "./write-manifest.ts";

const evidence: Readonly<Record<string, string>> = {
  "plan.json": "{}",
  "records/a.json": '{"a":1}',
  "records/pushes.jsonl": '{"n":1}\n{"n":2}\n',
  "suites/ring.suite.ts": "export {};\n",
  "stack/logs/ingester-0.log": "ready\n",
  "load/flood.json": "[]",
};

async function sealedFolder(): Promise<ScratchFolder> {
  const folder = await scratchFolder();
  for (const [path, text] of Object.entries(evidence)) await folder.write(path, text);
  const about = {
    runId: "test-run",
    lokiproof: "1",
    schemas: { plan: 1, result: 2 },
    suites: [],
    checks: [],
  };
  await writeManifest(folder.dir, about);
  return folder;
}

/** Ways to alter a saved file after its run. */
const mutations: Readonly<Record<string, (file: string) => Promise<void>>> = {
  delete: (file) => rm(file),
  empty: (file) => truncate(file, 0),
  "cut off": async (file) => await truncate(file, (await readFile(file)).length - 1),
  "one byte altered": async (file) => {
    const bytes = await readFile(file);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await writeFile(file, bytes);
  },
  "longer by a line": async (file) => await writeFile(file, `${await readFile(file, "utf8")}{}\n`),
  "a symbolic link to the same text": async (file) => {
    await rename(file, join(dirname(dirname(file)), "elsewhere"));
    await symlink(join(dirname(dirname(file)), "elsewhere"), file);
  },
  "a folder": async (file) => {
    await rm(file);
    await mkdir(file);
  },
};

describe("findDamage", () => {
  it("names every file that was deleted, cut, altered or replaced, and no other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...Object.keys(evidence)), { minLength: 1 }),
        fc.constantFrom(...Object.keys(mutations)),
        async (paths, mutation) => {
          await using folder = await sealedFolder();
          for (const path of paths) await mutations[mutation]?.(join(folder.dir, path));
          const manifest = readStrictly(folder.dir, manifestFile);
          const damage = await findDamage(folder.dir, manifest);
          expect(damage.map(({ path }) => path)).to.have.members(paths);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("finds nothing in a run as it was left, whatever its reports are and whatever else is put next to it", async () => {
    await using folder = await sealedFolder();
    await folder.write("index.html", "<p>");
    await folder.write("suites.log", "hello");
    await folder.write("notes.txt", "mine");
    expect(await findDamage(folder.dir, readStrictly(folder.dir, manifestFile))).to.deep.equal([]);
  });

  it("names records and suites that were added", async () => {
    await using folder = await sealedFolder();
    await folder.write("records/ring.members.json", "{}");
    await folder.write("suites/words.ts", "export {};");
    const damage = await findDamage(folder.dir, readStrictly(folder.dir, manifestFile));
    expect(damage.map(({ path }) => path)).to.deep.equal(["records/ring.members.json", "suites/words.ts"]);
  });

  it("reads nothing outside of the run, whatever the manifest names", async () => {
    await using folder = await sealedFolder();
    const manifest = readStrictly(folder.dir, manifestFile);
    const entry = { bytes: 1, sha256: "0".repeat(64) };
    const damage = await findDamage(folder.dir, {
      ...manifest,
      files: { ...manifest.files, "../x": entry, "/etc/passwd": entry },
    });
    expect(damage.map(({ why }) => why)).to.deep.equal(Array(2).fill("it is outside of the run's folder"));
  });
});
