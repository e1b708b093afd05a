import { gzipSync } from "node:zlib";
import { type HttpAnswer, http } from "./http.ts";

/** An encoded push: its path, headers and body. */
export interface PushBody {
  readonly path: "/loki/api/v1/push" | "/otlp/v1/logs" | "/api/prom/push";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Returns the same push compressed with gzip, which Loki accepts for its own push API and for OTLP
 * (pkg/loghttp/push/push.go and otlp.go, 3.7.8).
 */
export function gzipped(push: PushBody): PushBody {
  return { ...push, headers: { ...push.headers, "Content-Encoding": "gzip" }, body: gzipSync(push.body) };
}

export interface SendOptions {
  /**
   * The tenant of a push, sent as X-Scope-OrgID. A list is sent as several headers; without a tenant the header is
   * omitted.
   */
  readonly tenant?: string | readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Sends an encoded push. Returns an answer of any status; only 204 acknowledges the push (pkg/distributor/http.go,
 * 3.7.8).
 */
export async function sendPush(url: string, push: PushBody, options: SendOptions): Promise<HttpAnswer> {
  const tenant = options.tenant === undefined ? {} : { "X-Scope-OrgID": [options.tenant].flat() };
  return http(`${url}${push.path}`, {
    method: "POST",
    headers: { ...push.headers, ...tenant },
    body: push.body,
    signal: options.signal,
  });
}
