import { expect } from "chai";
import * as fc from "fast-check";
import { realChunk } from "./chunk.fixture.ts";
import { crc32c } from "./crc32c.ts";
import { decodeChunk } from "./decode-chunk.ts";

/**
 * Returns the chunk's key with the checksum of the changed bytes, so that only the checks inside the chunk can fail.
 */
function resealed(bytes: Uint8Array): string {
  return realChunk.key.replace(/[0-9a-f]+$/, crc32c(bytes).toString(16));
}

async function whyNot(key: string, bytes: Uint8Array): Promise<string> {
  try {
    await decodeChunk(key, bytes);
    return "it was read";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The offset of the chunk data in the object. The metadata's length, the metadata and the data's length precede it. */
const dataStart = 0x11a + 4;
/**
 * The offset of the byte that names the chunk's compression. Only the checksum of the complete object covers this byte.
 */
const encodingAt = dataStart + 5;

describe("decodeChunk", () => {
  it("reads a chunk that Loki wrote", async () => {
    const { labels, ...chunk } = await decodeChunk(realChunk.key, realChunk.bytes);
    expect(chunk).to.deep.include({ format: 4, blocks: 1, entries: realChunk.entries });
    expect(labels).to.include({ part: "1", service_name: "unknown_service" });
    expect(chunk.key.tenant).to.equal("lokiproof-chunks");
  });

  it("refuses it with any byte changed", async () => {
    const anyByte = fc.nat(realChunk.bytes.length - 1);
    await fc.assert(
      fc.asyncProperty(anyByte, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(realChunk.bytes);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(await whyNot(realChunk.key, bytes)).to.include("checksum: expected 738f0c42");
      }),
    );
  });

  it("refuses any changed byte of the data even under a checksum that fits", async () => {
    const anyByte = fc.integer({ min: dataStart - 4, max: realChunk.bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(anyByte, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        fc.pre(at !== encodingAt);
        const bytes = Buffer.from(realChunk.bytes);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(await whyNot(resealed(bytes), bytes)).to.match(/^chunk lokiproof-chunks\/.*: /);
      }),
    );
  });

  it("refuses it cut short anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(realChunk.bytes.length - 1), async (length) => {
        const bytes = realChunk.bytes.subarray(0, length);
        expect(await whyNot(resealed(bytes), bytes)).to.not.equal("it was read");
      }),
    );
  });

  for (const [what, from, to] of [
    ["tenant", "lokiproof-chunks/", "payments/"],
    ["fingerprint", "2e5e9e4fb9815669", "2e5e9e4fb981566a"],
    ["from", "1a209d4a77e", "1a209d4a77f"],
    ["through", "1a209d4a781", "1a209d4a782"],
  ] as const) {
    it(`refuses it under a key with another ${what}`, async () => {
      expect(await whyNot(realChunk.key.replace(from, to), realChunk.bytes)).to.include(`${what}: expected`);
    });
  }

  it("says that a key is not that of a chunk", async () => {
    expect(await whyNot("index/index_20780/1.tsdb.gz", realChunk.bytes)).to.include("not that of a chunk");
  });
});

describe("crc32c", () => {
  it("gives the check value of the polynomial", () => {
    expect(crc32c(Buffer.from("123456789")).toString(16)).to.equal("e3069283");
    expect(crc32c(new Uint8Array())).to.equal(0);
  });
});
