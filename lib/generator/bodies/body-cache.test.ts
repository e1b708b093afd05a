import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { BodySpec } from "../../traffic/bodies/body-spec.ts";
import { prepareBody } from "../../traffic/bodies/prepare-body.ts";
import { bodiesDirOf, cachedBody, evictBodies } from "./body-cache.ts";
import { readyFamilies } from "./ready-families.ts";

const family = { seed: 1, encoding: "snappy", lineBytes: 160, linesPerPush: 100, stepNs: 1000 } as const;
const spec: BodySpec = { ...family, lineFormat: "json", variant: 0 };

describe("the cache of bodies", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-bodies-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("makes a body once, and gives it as it was made", async () => {
    const cache = { dir, version: "1" };
    const first = await cachedBody(spec, cache);
    const again = await cachedBody(spec, cache);
    expect([first.made, again.made]).to.deep.equal([true, false]);
    expect(again.body).to.deep.equal(first.body);
    expect(await readFile(again.body.file)).to.deep.equal(Buffer.from(prepareBody(spec).bytes));
  });

  it("makes another for another spec, and for other code", async () => {
    const all = [
      await cachedBody(spec, { dir, version: "1" }),
      await cachedBody({ ...spec, seed: 2 }, { dir, version: "1" }),
      await cachedBody({ ...spec, variant: 1 }, { dir, version: "1" }),
      await cachedBody({ ...spec, stepNs: 999 }, { dir, version: "1" }),
      await cachedBody(spec, { dir, version: "2" }),
    ];
    expect(all.map(({ made }) => made)).to.deep.equal(all.map(() => true));
    expect(new Set(all.map(({ body }) => body.file)).size).to.equal(all.length);
  });

  it("makes a body anew whose file was cut short, or whose description is not there", async () => {
    const cache = { dir, version: "1" };
    const { file } = (await cachedBody(spec, cache)).body;
    await writeFile(file, "cut");
    expect((await cachedBody(spec, cache)).made).to.equal(true);
    await rm(`${file}.json`);
    expect((await cachedBody(spec, cache)).made).to.equal(true);
    expect((await cachedBody(spec, cache)).made).to.equal(false);
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
      const { file } = (await cachedBody({ ...spec, seed }, { dir, version: "1" })).body;
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
    const options = { env: { XDG_CACHE_HOME: dir }, signal: new AbortController().signal };
    const first = await readyFamilies([family, family], options);
    expect(first.made).to.equal(32);
    expect(Object.keys(first.families)).to.deep.equal(["snappy/160/100/1000"]);
    const bodies = first.families["snappy/160/100/1000"] ?? expect.fail("no family");
    expect(Object.values(bodies).map(({ length }) => length)).to.deep.equal([8, 8, 8, 8]);
    expect(await readyFamilies([family], options)).to.deep.equal({ families: first.families, made: 0 });
    expect(bodiesDirOf({ XDG_CACHE_HOME: "relative", HOME: "/h" })).to.equal("/h/.cache/lokiproof/bodies");
  });
});
