import { Agent, request } from "undici";
import { describeError, HarnessError } from "../base/errors.ts";

/** An HTTP answer of any status. Header names are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface HttpOptions {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** The tenant of an HTTP request, sent as X-Scope-OrgID. Without a tenant the header is omitted. */
  readonly tenant?: string;
  /** Further headers of an HTTP request. For a list, the same header is sent several times. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Query parameters of an HTTP request, appended to the URL. Undefined values are omitted. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
}

/**
 * A dispatcher with one connection per request. A reused connection could break when its server restarts, which would
 * look like a failure of the server.
 */
const dispatcher = new Agent({ pipelining: 0, headersTimeout: 120_000, bodyTimeout: 120_000 });

/**
 * Sends one HTTP request, never retried. Returns an answer of any status. Throws HarnessError NO_ANSWER if there was no
 * answer, or the signal's reason if the request was aborted.
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
