import { expect } from "chai";
import * as fc from "fast-check";
import { jsonPush } from "../../loki/push-json.ts";
import { lineId } from "../line-id.ts";
import { entriesOf, specOf, streamPushes } from "./bodies.fixture.ts";
import { patchText } from "./patch-text.ts";
import { prepareTextBody } from "./text-body.ts";

describe("text bodies", () => {
  it("are Loki's JSON of exactly the derived entries", () => {
    fc.assert(
      fc.property(streamPushes, ({ geometry, key, pushes }) => {
        for (const { labels, push, seconds } of pushes) {
          const { bytes, ready } = prepareTextBody(specOf("json", key, { geometry, push }));
          const before = `{"streams":[{"stream":${JSON.stringify(labels)},"values":[`;
          const patch = { id: lineId(key, push), seconds, before, after: "]}]}" };
          const text = patchText(Buffer.from(bytes).toString(), patch);
          const entries = entriesOf(key, geometry, { push, seconds });
          expect(text).to.equal(Buffer.from(jsonPush([{ labels, entries }]).body).toString());
          expect(ready.lineBytes).to.equal(entries.reduce((sum, { line }) => sum + line.length, 0));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are log records of OTLP with exactly the derived entries", () => {
    fc.assert(
      fc.property(streamPushes, ({ geometry, key, pushes }) => {
        for (const { push, seconds } of pushes) {
          const { bytes } = prepareTextBody(specOf("otlp", key, { geometry, push }));
          const text = patchText(Buffer.from(bytes).toString(), {
            id: lineId(key, push),
            seconds,
            before: "[",
            after: "]",
          });
          const records = entriesOf(key, geometry, { push, seconds }).map(({ timestampNs, line }) => ({
            timeUnixNano: timestampNs,
            body: { stringValue: line },
          }));
          expect(JSON.parse(text)).to.deep.equal(records);
        }
      }),
      { numRuns: 20 },
    );
  });
});
