import type { LineFormat } from "../../lib/traffic/line-id.ts";
import type { StreamLabels } from "../../lib/traffic/stream-labels.ts";

/**
 * One push before it is encoded. It combines a prebuilt body with a stream's labels, a push id and a
 * timestamp.
 */
export interface Push {
  /** A key that identifies the stream, and so its labels. */
  readonly streamKey: string;
  readonly labels: () => StreamLabels;
  readonly lineFormat: LineFormat;
  readonly variant: number;
  /** The push id, contained in every line: 16 hexadecimal digits. */
  readonly id: string;
  /** Seconds since the epoch. The first entry has exactly this timestamp, with zero nanoseconds. */
  readonly seconds: number;
}

export interface Encoded {
  /**
   * k6 also sends a view of an ArrayBuffer correctly (js/modules/k6/http/request.go, 1.8.1), but its types
   * allow only an ArrayBuffer.
   */
  readonly body: ArrayBuffer;
  /** Bytes of log lines in the body. */
  readonly lineBytes: number;
}

/** Encodes pushes in one format, for one virtual user. */
export interface Encoder {
  readonly path: "/loki/api/v1/push" | "/otlp/v1/logs";
  readonly contentType: "application/json" | "application/x-protobuf";
  /** The compression that k6 must still apply to the body. */
  readonly compression?: "gzip";
  /** Copies the bytes that `encode` needs for the push. Returns undefined if they are already in memory. */
  load(push: Push): Promise<void> | undefined;
  encode(push: Push): Encoded;
  /**
   * Drops the body's memory after an answer other than 204. An abandoned connection may still read those
   * bytes, so the next push gets new memory.
   */
  abandon(): void;
}
