import protobuf from "protobufjs/minimal.js";
import { compressSync } from "snappy";
import { labelString } from "./label-string.ts";
import type { PushBody } from "./push-body.ts";
import type { PushEntry, PushStream } from "./push-stream.ts";

/** Protobuf field tags: the field number with wire type 2 (length-delimited) or 0 (varint). */
const bytesField = (number: number): number => (number << 3) | 2;
const varintField = (number: number): number => number << 3;

/**
 * Encodes streams as a logproto.PushRequest in snappy's block format, the format that agents send (pkg/push/push.proto,
 * 3.7.8).
 */
export function protobufPush(streams: readonly PushStream[]): PushBody {
  return {
    path: "/loki/api/v1/push",
    headers: { "Content-Type": "application/x-protobuf" },
    body: compressSync(Buffer.from(encodePushRequest(streams))),
  };
}

/** Encodes streams as an uncompressed logproto.PushRequest. */
export function encodePushRequest(streams: readonly PushStream[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const stream of streams) writeStream(writer.uint32(bytesField(1)).fork(), stream).ldelim();
  return writer.finish();
}

function writeStream(writer: protobuf.Writer, { labels, entries }: PushStream): protobuf.Writer {
  writer.uint32(bytesField(1)).string(labelString(labels));
  for (const entry of entries) writeEntry(writer.uint32(bytesField(2)).fork(), entry).ldelim();
  return writer;
}

function writeEntry(writer: protobuf.Writer, entry: PushEntry): protobuf.Writer {
  const ns = BigInt(entry.timestampNs);
  writer.uint32(bytesField(1)).fork();
  writer.uint32(varintField(1)).int64(Number(ns / 1_000_000_000n));
  writer.uint32(varintField(2)).int32(Number(ns % 1_000_000_000n));
  writer.ldelim();
  writer.uint32(bytesField(2)).string(entry.line);
  for (const [name, value] of Object.entries(entry.structuredMetadata ?? {})) {
    writer.uint32(bytesField(3)).fork();
    writer.uint32(bytesField(1)).string(name).uint32(bytesField(2)).string(value);
    writer.ldelim();
  }
  return writer;
}
