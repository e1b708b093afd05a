import { expect } from "chai";
import { contentsOf, readSample } from "./bucket-contents.ts";
import { daysOf, objectKind } from "./bucket-layout.ts";
import { realChunk } from "./chunk.fixture.ts";

const prefixes = ["index_"];
const nowMs = Date.UTC(2026, 10, 23, 12);
const object = (key: string, modifiedMs = nowMs): { key: string; sizeBytes: number; modifiedMs: number } => ({
  key,
  sizeBytes: 10,
  modifiedMs,
});

describe("objectKind", () => {
  it("knows chunks, index files and what else Loki keeps", () => {
    expect(objectKind(realChunk.key, prefixes).kind).to.equal("chunk");
    expect(objectKind("index/index_20780/1763921-ingester-0.tsdb.gz", prefixes)).to.deep.equal({
      kind: "index",
      day: 20780,
      tenant: undefined,
    });
    const compacted = "index/index_20780/checkout/1795461000-compactor-1795-1796-ab12.tsdb.gz";
    expect(objectKind(compacted, prefixes)).to.include({ kind: "index", tenant: "checkout" });
    for (const known of [
      "loki_cluster_seed.json",
      "rules/checkout/a",
      "index/delete_requests/delete_requests.gz",
    ]) {
      expect(objectKind(known, prefixes).kind, known).to.equal("known");
    }
  });

  for (const key of [
    "a.txt",
    "checkout/abc",
    "checkout/xyz/1:2:3",
    "index/other_20780/1.tsdb.gz",
    "index/index_x/1.tsdb",
  ]) {
    it(`finds ${key} strange`, () => {
      expect(objectKind(key, prefixes).kind).to.equal("strange");
    });
  }
});

describe("contentsOf", () => {
  it("counts chunks by tenant, days and tables", () => {
    const day = Math.floor(0x1a209d4a77e / 86_400_000);
    const seen = contentsOf(
      [object(realChunk.key, nowMs - 3_600_000), object(`index/index_${day}/1-i.tsdb.gz`), object("stray")],
      { prefixes, nowMs },
    );
    expect(seen).to.deep.equal({
      objects: 3,
      tenants: { "lokiproof-chunks": { chunks: 1, bytes: 10 } },
      chunkDays: [day],
      longStoredDays: [day],
      tables: [{ day, files: 1, bytes: 10, compactedFor: [] }],
      strange: ["stray"],
      strangeCount: 1,
    });
  });

  it("gives a chunk over midnight both of its days", () => {
    const chunk = { tenant: "a", fingerprint: "1", checksum: 0, fromMs: 86_399_999, throughMs: 86_400_000 };
    expect(daysOf(chunk)).to.deep.equal([0, 1]);
  });
});

describe("readSample", () => {
  it("reads the same chunks for the same seed, and keeps what cannot be read", async () => {
    const keys = Array.from({ length: 100 }, (_, index) =>
      realChunk.key.replace("1a209d4a77e", index.toString(16)),
    );
    const asked: string[] = [];
    const reader = {
      list: () => Promise.resolve([]),
      head: () => Promise.resolve(undefined),
      get: (key: string) => {
        asked.push(key);
        return Promise.resolve(realChunk.bytes);
      },
      [Symbol.dispose]: () => undefined,
    };
    const { signal } = new AbortController();
    const first = await readSample(reader, { keys, seed: 1 }, signal);
    const again = await readSample(reader, { keys: keys.toReversed(), seed: 1 }, signal);
    const other = await readSample(reader, { keys, seed: 2 }, signal);
    expect(first).to.have.length(40);
    expect(again).to.deep.equal(first);
    expect(other.map(({ key }) => key)).to.not.deep.equal(first.map(({ key }) => key));
    expect(first.every(({ problem }) => problem?.includes("from: expected"))).to.equal(true);
    expect(asked).to.have.length(120);
  });
});
