import { expect } from "chai";
import * as fc from "fast-check";
import protobuf from "protobufjs";
import { z } from "zod";
import { encodeLogs, type OtlpLogs, otlpJsonPush, otlpProtobufPush } from "./push-otlp.ts";

/**
 * The messages of opentelemetry/proto/logs/v1/logs.proto, as far as they are used. Some fields are `optional`, which
 * does not change the encoding, so that an empty text can be told from an absent one.
 */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; }
  message Scope { optional string name = 1; optional string version = 2; repeated KeyValue attributes = 3; }
  message LogRecord {
    fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
    repeated KeyValue attributes = 6; bytes trace_id = 9; bytes span_id = 10;
  }
  message KeyValue { optional string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string string_value = 1; } }
`);
const oracle = root.lookupType("ExportLogsServiceRequest");

const text = fc.string({ unit: "grapheme" });
const attributes = fc.dictionary(text, text, { noNullPrototype: true });
const hex = (digits: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
const record = fc.record(
  {
    timestampNs: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map(String),
    body: text,
    attributes,
    severityNumber: fc.integer({ min: 1, max: 24 }),
    severityText: fc.string({ minLength: 1 }),
    traceId: hex(32),
    spanId: hex(16),
  },
  { requiredKeys: ["timestampNs", "body"] },
);
const logs = fc.record({
  resource: attributes,
  scope: fc.record({ name: text, version: text, attributes }),
  records: fc.array(record, { minLength: 1 }),
}) as fc.Arbitrary<OtlpLogs>;

/** Returns the OTLP JSON that the specification derives from the message that protobufjs decodes. */
function jsonOf(bytes: Uint8Array): unknown {
  const request = oracle.toObject(oracle.decode(bytes), { longs: String, arrays: true });
  return JSON.parse(JSON.stringify(request, (_, value: unknown) => bytesForm.safeParse(value).data ?? value));
}

/** Converts an id from the form in which JSON.stringify writes a Buffer to the form of OTLP JSON. */
const bytesForm = z
  .strictObject({ type: z.literal("Buffer"), data: z.array(z.int()) })
  .transform(({ data }) => Buffer.from(data).toString("hex"));

describe("OTLP pushes", () => {
  it("say the same in protobuf, as protobufjs reads it, and in JSON", () => {
    fc.assert(
      fc.property(logs, (given) => {
        const { body } = otlpJsonPush(given);
        expect(jsonOf(encodeLogs(given))).to.deep.equal(JSON.parse(Buffer.from(body).toString()));
      }),
    );
  });

  it("name their own form", () => {
    const given = { resource: {}, scope: { name: "", version: "", attributes: {} }, records: [] };
    expect(otlpJsonPush(given)).to.include({ path: "/otlp/v1/logs" });
    expect(otlpJsonPush(given).headers).to.deep.equal({ "Content-Type": "application/json" });
    expect(otlpProtobufPush(given).headers).to.deep.equal({ "Content-Type": "application/x-protobuf" });
  });
});
