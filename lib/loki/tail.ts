import { WebSocket } from "undici";
import { z } from "zod";
import { describeError, HarnessError } from "../base/errors.ts";

const message = z.object({
  streams: z
    .array(
      z.object({
        stream: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
      }),
    )
    .nullable(),
});

/** One log entry that a live tail delivered. */
export interface TailedEntry {
  readonly labels: Readonly<Record<string, string>>;
  readonly timestampNs: string;
  readonly line: string;
}

/** An open websocket on `/loki/api/v1/tail`. `entries` holds what has arrived so far. */
export interface Tail extends Disposable {
  readonly entries: readonly TailedEntry[];
  /**
   * The reason why the tail ended: the websocket's close code with its reason, or a message that could not be parsed.
   */
  readonly ended: string | undefined;
  /**
   * Resolves with true once `enough` accepts the entries. Resolves with false if the tail ends or the timeout passes
   * first.
   */
  waitFor(enough: (entries: readonly TailedEntry[]) => boolean, timeoutMs: number): Promise<boolean>;
}

export interface TailOptions {
  readonly tenant?: string;
  readonly query: string;
  /** The start of a tail: entries from this timestamp on are delivered first, then live entries. */
  readonly startNs?: string;
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a tail (pkg/querier/tail/http.go, 3.7.8). Throws HarnessError NO_TAIL if the server does not upgrade to a
 * websocket. A websocket client does not learn the HTTP status. To learn it, send a plain GET to the same URL, because
 * Loki authenticates before it upgrades.
 */
export async function openTail(url: string, options: TailOptions): Promise<Tail> {
  const { tenant, query, startNs, limit, signal } = options;
  const target = new URL(`${url.replace(/^http/, "ws")}/loki/api/v1/tail`);
  target.searchParams.set("query", query);
  if (startNs !== undefined) target.searchParams.set("start", startNs);
  if (limit !== undefined) target.searchParams.set("limit", String(limit));
  signal.throwIfAborted();
  const headers = tenant === undefined ? {} : { "X-Scope-OrgID": tenant };
  const tail = new OpenTail(new WebSocket(target, { headers }));
  try {
    await tail.opened(signal);
  } catch (cause) {
    tail[Symbol.dispose]();
    signal.throwIfAborted();
    throw new HarnessError(`tail ${target.href}: expected a websocket, got none: ${describeError(cause)}`, {
      code: "NO_TAIL",
      cause,
    });
  }
  return tail;
}

class OpenTail implements Tail {
  readonly entries: TailedEntry[] = [];
  ended: string | undefined;
  readonly #socket: WebSocket;
  readonly #changed = new EventTarget();

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(data));
    socket.addEventListener("close", ({ code, reason }) => this.#end(`closed with ${code} ${reason}`.trim()));
  }

  async opened(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => reject(signal.reason);
    this.#socket.addEventListener("open", () => resolve());
    // The error event itself says no more: websocket clients learn neither a status nor a cause.
    this.#socket.addEventListener("error", () => reject(new Error("not upgraded, or no answer")));
    signal.addEventListener("abort", abort, { once: true });
    await promise.finally(() => signal.removeEventListener("abort", abort));
  }

  #take(data: unknown): void {
    const parsed = z.string().transform(parseJson).pipe(message).safeParse(data);
    if (!parsed.success) {
      this.#end(`sent what is not a tail message: ${String(data).slice(0, 200)}`);
      return;
    }
    for (const { stream, values } of parsed.data.streams ?? []) {
      for (const [timestampNs, line] of values) this.entries.push({ labels: stream, timestampNs, line });
    }
    this.#changed.dispatchEvent(new Event("change"));
  }

  #end(why: string): void {
    this.ended ??= why;
    this.#changed.dispatchEvent(new Event("change"));
  }

  async waitFor(enough: (entries: readonly TailedEntry[]) => boolean, timeoutMs: number): Promise<boolean> {
    if (enough(this.entries)) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = (): void => {
      if (enough(this.entries)) resolve(true);
      else if (this.ended !== undefined) resolve(false);
    };
    const timer = setTimeout(() => resolve(false), timeoutMs);
    this.#changed.addEventListener("change", look);
    look();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#changed.removeEventListener("change", look);
    });
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("not JSON");
    return z.NEVER;
  }
}
