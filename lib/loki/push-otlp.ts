import protobuf from "protobufjs/minimal.js";
import type { PushBody } from "./push-body.ts";

type Attributes = Readonly<Record<string, string>>;

export interface OtlpRecord {
  /** The timestamp of a log record: nanoseconds since the epoch, as a decimal string. */
  readonly timestampNs: string;
  readonly body: string;
  readonly attributes?: Attributes;
  readonly severityNumber?: number;
  readonly severityText?: string;
  /** The id of the log record's trace, as 32 hexadecimal digits. */
  readonly traceId?: string;
  /** The id of the log record's span, as 16 hexadecimal digits. */
  readonly spanId?: string;
}

/** Log records of one OpenTelemetry resource and of one scope of that resource. */
export interface OtlpLogs {
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: Attributes };
  readonly records: readonly OtlpRecord[];
}

/**
 * Encodes logs as OTLP/HTTP JSON: names in camelCase, ids in hexadecimal, 64-bit numbers as strings (OTLP 1, "JSON
 * encoding").
 */
export function otlpJsonPush({ resource, scope, records }: OtlpLogs): PushBody {
  const scopeLogs = [
    {
      scope: { ...scope, attributes: keyValues(scope.attributes) },
      logRecords: records.map(({ timestampNs, body, attributes, ...rest }) => ({
        ...rest,
        timeUnixNano: timestampNs,
        body: { stringValue: body },
        attributes: keyValues(attributes ?? {}),
      })),
    },
  ];
  const request = { resourceLogs: [{ resource: { attributes: keyValues(resource) }, scopeLogs }] };
  return otlpPush("application/json", Buffer.from(JSON.stringify(request)));
}

function keyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

/**
 * Encodes logs as OTLP/HTTP protobuf: an uncompressed ExportLogsServiceRequest
 * (opentelemetry/proto/logs/v1/logs.proto).
 */
export function otlpProtobufPush(logs: OtlpLogs): PushBody {
  return otlpPush("application/x-protobuf", encodeLogs(logs));
}

function otlpPush(contentType: string, body: Uint8Array): PushBody {
  return { path: "/otlp/v1/logs", headers: { "Content-Type": contentType }, body };
}

const field = (number: number): number => (number << 3) | 2;
const varintField = (number: number): number => number << 3;
const fixed64Field = (number: number): number => (number << 3) | 1;

/** Encodes logs as an OTLP ExportLogsServiceRequest message, without path and headers. */
export function encodeLogs({ resource, scope, records }: OtlpLogs): Uint8Array {
  const writer = protobuf.Writer.create().uint32(field(1)).fork();
  writeAttributes(writer.uint32(field(1)).fork(), 1, resource).ldelim();
  writer.uint32(field(2)).fork();
  writer.uint32(field(1)).fork();
  writer.uint32(field(1)).string(scope.name).uint32(field(2)).string(scope.version);
  writeAttributes(writer, 3, scope.attributes).ldelim();
  for (const record of records) writeRecord(writer.uint32(field(2)).fork(), record).ldelim();
  return writer.ldelim().ldelim().finish();
}

function writeRecord(writer: protobuf.Writer, record: OtlpRecord): protobuf.Writer {
  writer.uint32(fixed64Field(1)).fixed64(longOf(record.timestampNs));
  if (record.severityNumber !== undefined) writer.uint32(varintField(2)).int32(record.severityNumber);
  if (record.severityText !== undefined) writer.uint32(field(3)).string(record.severityText);
  writer.uint32(field(5)).fork().uint32(field(1)).string(record.body).ldelim();
  writeAttributes(writer, 6, record.attributes ?? {});
  if (record.traceId !== undefined) writer.uint32(field(9)).bytes(Buffer.from(record.traceId, "hex"));
  if (record.spanId !== undefined) writer.uint32(field(10)).bytes(Buffer.from(record.spanId, "hex"));
  return writer;
}

function writeAttributes(writer: protobuf.Writer, number: number, attributes: Attributes): protobuf.Writer {
  for (const [key, value] of Object.entries(attributes)) {
    writer.uint32(field(number)).fork().uint32(field(1)).string(key);
    writer.uint32(field(2)).fork().uint32(field(1)).string(value).ldelim();
    writer.ldelim();
  }
  return writer;
}

/** Converts a decimal number to the two 32-bit halves that protobufjs expects for 64-bit fields. */
function longOf(decimal: string): { low: number; high: number; unsigned: boolean } {
  const value = BigInt(decimal);
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n), unsigned: true };
}
