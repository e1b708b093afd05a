import { expect } from "chai";
import * as fc from "fast-check";
import protobuf from "protobufjs";
import { uncompressSync } from "snappy";
import { z } from "zod";
import { labelString } from "./label-string.ts";
import { encodePushRequest, protobufPush } from "./push-protobuf.ts";
import type { PushStream } from "./push-stream.ts";

const { root } = protobuf.parse(`
  syntax = "proto3";
  message PushRequest { repeated Stream streams = 1; }
  message Stream { string labels = 1; repeated Entry entries = 2; uint64 hash = 3; }
  message Timestamp { int64 seconds = 1; int32 nanos = 2; }
  message Label { string name = 1; string value = 2; }
  message Entry { Timestamp timestamp = 1; string line = 2; repeated Label structuredMetadata = 3; }
`);
const oracle = root.lookupType("PushRequest");

const text = fc.string({ unit: "grapheme" });
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
const entry = fc.record({
  timestampNs: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }).map(String),
  line: text,
  structuredMetadata: fc.dictionary(name, text, { noNullPrototype: true }),
});
const stream: fc.Arbitrary<PushStream> = fc.record({
  labels: fc.dictionary(name, text, { minKeys: 1, noNullPrototype: true }),
  entries: fc.array(entry),
});

const decoded = z.object({
  streams: z.array(
    z.object({
      labels: z.string(),
      entries: z.array(
        z.object({
          timestamp: z.object({ seconds: z.coerce.bigint().default(0n), nanos: z.int().default(0) }),
          line: z.string().default(""),
          structuredMetadata: z.array(
            z.object({ name: z.string().default(""), value: z.string().default("") }),
          ),
        }),
      ),
    }),
  ),
});

/** Decodes a push with protobufjs itself, and returns the push in the form of the encoder's input. */
function decode(bytes: Uint8Array): unknown {
  const message = oracle.toObject(oracle.decode(bytes), { longs: String, arrays: true });
  return decoded.parse(message).streams.map(({ labels, entries }) => ({
    labels,
    entries: entries.map(({ timestamp, line, structuredMetadata }) => ({
      timestampNs: String(timestamp.seconds * 1_000_000_000n + BigInt(timestamp.nanos)),
      line,
      structuredMetadata: Object.fromEntries(structuredMetadata.map(({ name, value }) => [name, value])),
    })),
  }));
}

describe("protobufPush", () => {
  it("is read back by protobufjs as it was written", () => {
    fc.assert(
      fc.property(fc.array(stream), (streams) => {
        const expected = streams.map(({ labels, entries }) => ({ labels: labelString(labels), entries }));
        expect(decode(encodePushRequest(streams))).to.deep.equal(expected);
      }),
    );
  });

  it("is compressed in snappy's block format", () => {
    const streams = [
      { labels: { app: "smoke" }, entries: [{ timestampNs: "1000000000123456789", line: "hello loki" }] },
    ];
    const { body } = protobufPush(streams);
    expect(uncompressSync(Buffer.from(body))).to.deep.equal(Buffer.from(encodePushRequest(streams)));
  });

  it("quotes label values so that LogQL reads them back", () => {
    expect(labelString({ b: 'say "hi"\n', a: "back\\slash" })).to.equal(
      '{a="back\\\\slash", b="say \\"hi\\"\\n"}',
    );
  });
});
