import { gunzipSync } from "node:zlib";
import { uncompressSync } from "snappy";
import type { PushStream } from "../../loki/push.ts";
import { jsonPush } from "../../loki/push-json.ts";
import { encodePushRequest } from "../../loki/push-protobuf.ts";
import type { FloodForm } from "./body-spec.ts";

/** A push as a server sees it. */
export interface SeenPush {
  readonly path: string;
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly body: Buffer;
}

/** What a push says, in one text: what `expectedContent` gives of the same stream. */
export function contentOf({ path, contentType, contentEncoding, body }: SeenPush): string {
  const plain = contentEncoding === "gzip" ? gunzipSync(body) : body;
  const content =
    contentType === "application/x-protobuf"
      ? Buffer.from(uncompressSync(plain)).toString("base64")
      : plain.toString();
  return `${path} ${contentType} ${contentEncoding} ${content}`;
}

/** One stream's push in a format, without any ready-made body. */
export function expectedContent(format: FloodForm["format"], stream: PushStream): string {
  const json = (): string => Buffer.from(jsonPush([stream]).body).toString();
  const forms = {
    snappy: () => `application/x-protobuf  ${Buffer.from(encodePushRequest([stream])).toString("base64")}`,
    json: () => `application/json  ${json()}`,
    "json-gzip": () => `application/json gzip ${json()}`,
    otlp: () => `application/json  ${JSON.stringify(otlpRequest(stream))}`,
  };
  return `${format === "otlp" ? "/otlp/v1/logs" : "/loki/api/v1/push"} ${forms[format]()}`;
}

function otlpRequest({ labels, entries }: PushStream): object {
  const attributes = Object.entries(labels).map(([key, value]) => ({ key, value: { stringValue: value } }));
  const logRecords = entries.map(({ timestampNs, line }) => ({
    timeUnixNano: timestampNs,
    body: { stringValue: line },
  }));
  return { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope: {}, logRecords }] }] };
}
