import type { LineFormat } from "../../lib/traffic/line-id.ts";
import type { StreamLabels } from "../../lib/traffic/stream-labels.ts";

/** One push before it is encoded: the entries of a ready-made body, for one stream and one second. */
export interface Push {
  /** Tells its labels from those of every other stream. */
  readonly streamKey: string;
  readonly labels: () => StreamLabels;
  readonly lineFormat: LineFormat;
  readonly variant: number;
  /** 16 hexadecimal digits, in every line. */
  readonly id: string;
  /** Since the epoch: the first entry's timestamp, to the nanosecond. */
  readonly seconds: number;
}

export interface Encoded {
  /** k6 sends a view of an ArrayBuffer as it is (js/modules/k6/http/request.go, 1.8.1); its types know the whole only. */
  readonly body: ArrayBuffer;
  /** Bytes of log lines in it. */
  readonly lineBytes: number;
}

/** The encoder of one form of body, for one virtual user. */
export interface Encoder {
  readonly path: "/loki/api/v1/push" | "/otlp/v1/logs";
  readonly contentType: "application/json" | "application/x-protobuf";
  /** What k6 has still to compress the body with. */
  readonly compression?: "gzip";
  /** Copies the bytes that `encode` needs for the push; undefined if they are there. */
  load(push: Push): Promise<void> | undefined;
  encode(push: Push): Encoded;
  /** For an answer that is no 204: a connection given up may still read the bytes; the next push gets others. */
  abandon(): void;
}
