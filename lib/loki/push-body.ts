import { gzipSync } from "node:zlib";
import { type HttpAnswer, http } from "./http.ts";

/** One push as it goes over the wire: to which path, with which headers. */
export interface PushBody {
  readonly path: "/loki/api/v1/push" | "/otlp/v1/logs" | "/api/prom/push";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The same push, compressed. Loki takes gzip on both paths (pkg/loghttp/push/push.go and otlp.go, 3.7.8). */
export function gzipped(push: PushBody): PushBody {
  return { ...push, headers: { ...push.headers, "Content-Encoding": "gzip" }, body: gzipSync(push.body) };
}

export interface SendOptions {
  /** Sent as X-Scope-OrgID; without it no header, with a list one header each. */
  readonly tenant?: string | readonly string[];
  readonly signal: AbortSignal;
}

/** Sends an encoded push. Any status is an answer; 204 is the only acknowledgement (pkg/distributor/http.go, 3.7.8). */
export async function sendPush(url: string, push: PushBody, options: SendOptions): Promise<HttpAnswer> {
  const tenant = options.tenant === undefined ? {} : { "X-Scope-OrgID": [options.tenant].flat() };
  return http(`${url}${push.path}`, {
    method: "POST",
    headers: { ...push.headers, ...tenant },
    body: push.body,
    signal: options.signal,
  });
}
