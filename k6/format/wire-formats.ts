import { labelString } from "../../lib/loki/label-string.ts";
import type { FloodForm } from "../../lib/traffic/bodies/body-spec.ts";
import { decimalSecond, snappyHead, varintSecond } from "../../lib/traffic/bodies/patch-body.ts";
import type { ReadyBody } from "../../lib/traffic/bodies/ready-body.ts";
import { jsonHead, otlpHead } from "../../lib/traffic/bodies/text-heads.ts";
import type { StreamLabels } from "../../lib/traffic/stream-labels.ts";
import type { Encoder } from "./push.ts";

/** The encoding of a push in one format, except for its prebuilt entries. */
export interface WireFormat extends Pick<Encoder, "path" | "contentType" | "compression"> {
  /** Returns a stream's labels as text in this format. */
  readonly labelText: (labels: StreamLabels) => string;
  /** Returns the bytes before the entries of a prebuilt push body. `labelText` is encoded as UTF-8. */
  readonly head: (labelText: Uint8Array, body: ReadyBody) => Uint8Array;
  readonly second: (seconds: number) => Uint8Array;
}

const json: WireFormat = {
  path: "/loki/api/v1/push",
  contentType: "application/json",
  labelText: jsonHead,
  head: (text) => text,
  second: decimalSecond,
};

export const wireFormats: Readonly<Record<FloodForm["format"], WireFormat>> = {
  /** The push format that log agents use: a PushRequest in snappy's block format. */
  snappy: {
    path: "/loki/api/v1/push",
    contentType: "application/x-protobuf",
    labelText: labelString,
    head: snappyHead,
    second: varintSecond,
  },
  json,
  "json-gzip": { ...json, compression: "gzip" },
  otlp: { ...json, path: "/otlp/v1/logs", labelText: otlpHead },
};
