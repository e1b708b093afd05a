import { expect } from "chai";
import * as fc from "fast-check";
import { jsonPush } from "../../loki/push-json.ts";
import { lineId } from "../line-id.ts";
import { entriesOf, patchedBody, specOf, streamPushes } from "./bodies.fixture.ts";
import { decimalSecond } from "./patch-body.ts";
import { jsonHead, otlpHead } from "./text-heads.ts";

describe("text bodies", () => {
  it("are Loki's JSON of exactly the derived entries, patched again and again", () => {
    fc.assert(
      fc.property(streamPushes, ({ geometry, key, pushes }) => {
        const bodyOf = patchedBody();
        for (const { labels, push, seconds } of pushes) {
          const { part, ready } = bodyOf(specOf("json", key, { geometry, push }), () => ({
            head: Buffer.from(jsonHead(labels)),
            id: lineId(key, push),
            second: decimalSecond(seconds),
          }));
          const entries = entriesOf(key, geometry, { push, seconds });
          expect(part.toString()).to.equal(Buffer.from(jsonPush([{ labels, entries }]).body).toString());
          expect(ready.lineBytes).to.equal(entries.reduce((sum, { line }) => sum + line.length, 0));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are log records of OTLP with exactly the derived entries", () => {
    fc.assert(
      fc.property(streamPushes, ({ geometry, key, pushes }) => {
        const bodyOf = patchedBody();
        for (const { labels, push, seconds } of pushes) {
          const { part } = bodyOf(specOf("otlp", key, { geometry, push }), () => ({
            head: Buffer.from(otlpHead(labels)),
            id: lineId(key, push),
            second: decimalSecond(seconds),
          }));
          const logRecords = entriesOf(key, geometry, { push, seconds }).map(({ timestampNs, line }) => ({
            timeUnixNano: timestampNs,
            body: { stringValue: line },
          }));
          const attributes = Object.entries(labels).map(([name, value]) => ({
            key: name,
            value: { stringValue: value },
          }));
          expect(JSON.parse(part.toString())).to.deep.equal({
            resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope: {}, logRecords }] }],
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it("refuse seconds of other than ten digits", () => {
    for (const seconds of [1e9, 1e10 - 1])
      expect(Buffer.from(decimalSecond(seconds)).toString()).to.equal(String(seconds));
    for (const seconds of [1e9 - 1, 1e10])
      expect(() => decimalSecond(seconds)).to.throw(RangeError, "not of this epoch");
  });
});
