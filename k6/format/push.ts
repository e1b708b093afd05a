import type { LineFormat } from "../../lib/traffic/line-id.ts";
import type { StreamLabels } from "../../lib/traffic/stream-labels.ts";

/** One push before it is encoded: a prebuilt body, a stream's labels, a push id and a timestamp. */
export interface Push {
  /** A key that identifies the stream of the push, and so the stream's labels. */
  readonly streamKey: string;
  readonly labels: () => StreamLabels;
  readonly lineFormat: LineFormat;
  readonly variant: number;
  /** The push id, which every line of the push contains: 16 hexadecimal digits. */
  readonly id: string;
  /**
   * The timestamp of the push in seconds since the epoch. The first entry has exactly this timestamp, with zero
   * nanoseconds.
   */
  readonly seconds: number;
}

export interface Encoded {
  /**
   * The encoded push. It might be a view of an ArrayBuffer, which k6 also sends correctly
   * (js/modules/k6/http/request.go, 1.8.1). It has the type ArrayBuffer because k6's types accept no view.
   */
  readonly body: ArrayBuffer;
  /** The number of bytes of log lines in the body. */
  readonly lineBytes: number;
}

/** Encodes pushes in one format, for one virtual user. */
export interface Encoder {
  readonly path: "/loki/api/v1/push" | "/otlp/v1/logs";
  readonly contentType: "application/json" | "application/x-protobuf";
  /** The compression that k6 must still apply to the body. */
  readonly compression?: "gzip";
  /** Copies the bytes that `encode` needs for the push. Returns undefined if these bytes are already in memory. */
  load(push: Push): Promise<void> | undefined;
  encode(push: Push): Encoded;
  /**
   * Drops the memory of a push body after an answer other than 204. An abandoned connection might still read those
   * bytes, so the next push gets new memory.
   */
  abandon(): void;
}
