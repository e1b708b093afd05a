import { Agent, request } from "undici";
import { describeError, HarnessError } from "../base/errors.ts";

/** What came back, whatever its status. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface HttpOptions {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as X-Scope-OrgID; without it the header is not sent at all. */
  readonly tenant?: string;
  /** A list is sent as the same header several times. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Appended to the URL; undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
}

/**
 * One connection a request: a connection that outlived a restart of its server would be mistaken for a failure of it.
 */
const dispatcher = new Agent({ pipelining: 0, headersTimeout: 120_000, bodyTimeout: 120_000 });

/**
 * One HTTP request, never retried. Any status is an answer; throws HarnessError NO_ANSWER only when none came, and the
 * signal's reason when it was aborted.
 */
export async function http(url: string, options: HttpOptions): Promise<HttpAnswer> {
  const method = options.method ?? "GET";
  const target = withQuery(url, options.query);
  const { headers, signal } = { headers: headersOf(options), signal: options.signal };
  signal.throwIfAborted();
  try {
    const answer = await request(target, { method, headers, signal, dispatcher, body: options.body ?? null });
    return { status: answer.statusCode, body: await answer.body.text(), headers: answer.headers };
  } catch (cause) {
    signal.throwIfAborted();
    throw new HarnessError(`${method} ${url}: expected an answer, got none: ${describeError(cause)}`, {
      code: "NO_ANSWER",
      cause,
    });
  }
}

function headersOf(options: HttpOptions): Record<string, string | string[]> {
  const tenant = options.tenant === undefined ? {} : { "X-Scope-OrgID": options.tenant };
  return { ...tenant, ...options.headers };
}

function withQuery(url: string, query: HttpOptions["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? url : `${url}${url.includes("?") ? "&" : "?"}${search.toString()}`;
}
