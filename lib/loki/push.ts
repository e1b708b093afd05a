import type { HttpAnswer } from "./http.ts";
import { sendPush } from "./push-body.ts";
import { jsonPush } from "./push-json.ts";
import type { PushStream } from "./push-stream.ts";

export interface PushOptions {
  readonly tenant?: string;
  readonly signal: AbortSignal;
}

/**
 * Pushes streams as JSON to `<url>/loki/api/v1/push`. Only 204 acknowledges the push (pkg/distributor/http.go, 3.7.8).
 */
export async function push(
  url: string,
  streams: readonly PushStream[],
  options: PushOptions,
): Promise<HttpAnswer> {
  return sendPush(url, jsonPush(streams), options);
}
