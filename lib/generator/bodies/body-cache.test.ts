import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type BodyFamily, specsOf } from "../../traffic/bodies/body-spec.ts";
import { prepareBody } from "../../traffic/bodies/prepare-body.ts";
import { bodiesDirOf, cachedFamily, evictBodies } from "./body-cache.ts";
import { readyFamilies } from "./ready-families.ts";

const family: BodyFamily = {
  seed: 1,
  encoding: "snappy",
  lineBytes: 160,
  linesPerPush: 100,
  stepNs: 1000,
};
const { signal } = new AbortController();

describe("the cache of bodies", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-bodies-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  for (const encoding of ["snappy", "json", "otlp"] as const)
    it(`makes the ${encoding} bodies of a family once, and returns each as it was made`, async () => {
      const own = { ...family, encoding };
      const cache = { dir, version: "1", signal };
      const first = await cachedFamily(own, cache);
      const again = await cachedFamily(own, cache);
      expect([first.made, again.made]).to.deep.equal([32, 0]);
      expect(again.family).to.deep.equal(first.family);
      const bytes = await readFile(again.family.file);
      for (const spec of specsOf(own)) {
        const made = prepareBody(spec);
        const { from, ...ready } = again.family.bodies[spec.lineFormat][spec.variant] ?? expect.fail();
        expect(ready).to.deep.equal(made.ready);
        const kept = bytes.subarray(from, from + ready.sizeBytes);
        expect(Buffer.compare(kept, made.bytes), spec.lineFormat).to.equal(0);
        expect(again.family.places).to.equal(made.places);
        expect(again.family.largestBytes).to.be.at.least(ready.sizeBytes);
      }
    });

  it("makes other bodies for another family, and for other code", async () => {
    const all = [
      await cachedFamily(family, { dir, version: "1", signal }),
      await cachedFamily({ ...family, seed: 2 }, { dir, version: "1", signal }),
      await cachedFamily({ ...family, stepNs: 999 }, { dir, version: "1", signal }),
      await cachedFamily(family, { dir, version: "2", signal }),
    ];
    expect(all.map(({ made }) => made)).to.deep.equal(all.map(() => 32));
    expect(new Set(all.map((one) => one.family.file)).size).to.equal(all.length);
  });

  it("makes bodies again if their file was cut short, or its description is missing", async () => {
    const cache = { dir, version: "1", signal };
    const { file } = (await cachedFamily(family, cache)).family;
    await writeFile(file, "cut");
    expect((await cachedFamily(family, cache)).made).to.equal(32);
    await rm(`${file}.json`);
    expect((await cachedFamily(family, cache)).made).to.equal(32);
    expect((await cachedFamily(family, cache)).made).to.equal(0);
  });

  it("forgets what was not used for longest when it is full, and nothing of the last hour", async () => {
    const now = Date.now();
    const files: string[] = [];
    for (const [seed, hoursAgo] of [
      [1, 5],
      [2, 9],
      [3, 0.5],
      [4, 7],
    ] as const) {
      const { file } = (await cachedFamily({ ...family, seed }, { dir, version: "1", signal })).family;
      const used = new Date(now - hoursAgo * 3_600_000);
      await utimes(file, used, used);
      files.push(file);
    }
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    const left = async (): Promise<readonly number[]> => {
      const names = await readdir(dir);
      return files.flatMap((file, i) => (names.includes(file.slice(dir.length + 1)) ? [i + 1] : []));
    };
    await evictBodies(dir, now, (sizes[0] ?? 0) + (sizes[2] ?? 0));
    expect(await left()).to.deep.equal([1, 3]);
    await evictBodies(dir, now, 0);
    expect(await left()).to.deep.equal([3]);
  });

  it("gives every body of a family, and makes none twice", async () => {
    const options = { env: { XDG_CACHE_HOME: dir }, signal };
    const first = await readyFamilies([family, family], options);
    expect(first.made).to.equal(32);
    expect(Object.keys(first.families)).to.deep.equal(["snappy/160/100/1000"]);
    const { bodies } = first.families["snappy/160/100/1000"] ?? expect.fail("no family");
    expect(Object.values(bodies).map(({ length }) => length)).to.deep.equal([8, 8, 8, 8]);
    expect(await readyFamilies([family], options)).to.deep.equal({ families: first.families, made: 0 });
    expect(bodiesDirOf({ XDG_CACHE_HOME: "relative", HOME: "/h" })).to.equal("/h/.cache/lokiproof/bodies");
  });
});
