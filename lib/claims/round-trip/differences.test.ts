import { expect } from "chai";
import * as fc from "fast-check";
import { differences } from "./differences.ts";
import { levels } from "./legal-mutations.ts";
import { printLine, type SeenStream } from "./round-trip-record.ts";

const name = fc.stringMatching(/^[a-z]{1,6}$/);
const text = fc.string({ unit: "grapheme" });
const pairs = fc.dictionary(name, text, { noNullPrototype: true });
const entries = fc.uniqueArray(
  fc.record({
    timestampNs: fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String),
    line: text,
    metadata: pairs,
  }),
  { selector: ({ timestampNs }) => timestampNs, minLength: 1, maxLength: 6 },
);
const pushed: fc.Arbitrary<SeenStream> = fc.record({
  labels: fc.dictionary(name, text, { minKeys: 1, noNullPrototype: true }),
  entries: entries.map((list) => list.map((one) => ({ ...one, line: printLine(one.line) }))),
});
const ok = { status: 200 };
const newest = { lokiVersion: "3.7.8" };

type Change = (stream: SeenStream, at: number) => SeenStream | undefined;

function changeEntry(
  change: (entry: SeenStream["entries"][number]) => SeenStream["entries"][number],
): Change {
  return (stream, at) => ({
    ...stream,
    entries: stream.entries.map((one, i) => (i === at ? change(one) : one)),
  });
}

/**
 * Changes that a comparison must never accept as a legal mutation. A change returns undefined if it cannot be applied
 * to this stream.
 */
const changes: Readonly<Record<string, Change>> = {
  "a line lost": (stream, at) => ({ ...stream, entries: stream.entries.filter((_, i) => i !== at) }),
  "a line twice": (stream, at) => ({
    ...stream,
    entries: stream.entries.flatMap((one, i) => (i === at ? [one, one] : [one])),
  }),
  "a byte more": changeEntry((one) => ({ ...one, line: printLine(`${one.line.start} `) })),
  "another digest": changeEntry((one) => ({ ...one, line: { ...one.line, sha256: "0".repeat(64) } })),
  "a nanosecond later": changeEntry((one) => ({ ...one, timestampNs: String(BigInt(one.timestampNs) + 1n) })),
  "metadata more": changeEntry((one) => ({ ...one, metadata: { ...one.metadata, one_more: "" } })),
  "a strange detected_level": changeEntry((one) => ({
    ...one,
    metadata: { ...one.metadata, detected_level: "loud" },
  })),
  "a label more": (stream) => ({ ...stream, labels: { ...stream.labels, one_more: "x" } }),
  "a service_name from nowhere": (stream) => ({
    ...stream,
    labels: { ...stream.labels, service_name: "~x~" },
  }),
  "the order turned": (stream) =>
    stream.entries.length < 2 ? undefined : { ...stream, entries: stream.entries.toReversed() },
};

describe("differences", () => {
  it("finds none where Loki changed only what it may", () => {
    const level = fc.constantFrom(...levels, undefined);
    const service = fc.boolean();
    fc.assert(
      fc.property(pushed, level, service, (stream, detected, added) => {
        const values = Object.values(stream.labels);
        const read = {
          labels: added ? { ...stream.labels, service_name: values[0] ?? "unknown_service" } : stream.labels,
          entries: stream.entries.map((one) => ({
            ...one,
            metadata: detected === undefined ? one.metadata : { ...one.metadata, detected_level: detected },
          })),
        };
        expect(differences(stream, { answer: ok, streams: [read] }, newest)).to.deep.equal([]);
      }),
    );
  });

  for (const [what, change] of Object.entries(changes)) {
    it(`finds ${what}`, () => {
      fc.assert(
        fc.property(pushed, fc.nat(), (stream, index) => {
          const changed = change(stream, index % stream.entries.length);
          fc.pre(changed !== undefined);
          expect(differences(stream, { answer: ok, streams: [changed] }, newest)).to.not.be.empty;
        }),
      );
    });
  }

  it("finds an answer that is none, one with nothing in it, and a stream too many", () => {
    const [stream] = fc.sample(pushed, 1);
    if (stream === undefined) throw new Error("fast-check gave no sample");
    expect(
      differences(stream, { answer: { status: 0, said: "no answer" }, streams: [stream] }, newest),
    ).to.have.length(1);
    expect(differences(stream, { answer: ok, streams: [] }, newest)).to.have.length(1);
    expect(differences(stream, { answer: ok, streams: [stream, stream] }, newest)).to.have.length(1);
  });
});
