import type { LineFormat } from "./line-id.ts";
import { proseOf, stackTrace } from "./line-text.ts";

/** What a line says, whatever its form. */
export interface LineFields {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly status: number;
  readonly durationMs: number;
}

export interface LineRequest {
  readonly fields: LineFields;
  /** Random bits for all that the fields leave open. */
  readonly hash: number;
  /** Of the whole line, its id of 16 digits included; `shortestLine` or more. */
  readonly length: number;
  /** It has a stack trace, where the form has such. */
  readonly long: boolean;
}

/** A line is `head + id + tail`, ASCII, of exactly the length that was asked for. */
export interface LineParts {
  readonly head: string;
  readonly tail: string;
}

const routes = ["cart", "orders", "refunds", "search", "sessions", "stock", "users", "quotes"] as const;
const verbs = ["GET", "GET", "GET", "POST", "PUT", "PATCH", "GET", "POST"] as const;
const callers = ["handler", "server", "client", "worker", "store", "queue", "retry", "cache"] as const;
const agents = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
  "okhttp/4.12.0",
] as const;

/** Forms have parts that a short line has no room for. */
const roomy = 120;
const idBytes = 16;

export const writers: Readonly<Record<LineFormat, (request: LineRequest) => LineParts>> = {
  logfmt: ({ fields: { level, status, durationMs }, hash, length, long }) => {
    const caller = `caller=${callers[hash & 7]}.go:${100 + ((hash >>> 3) & 511)} `;
    const head = `${length < roomy ? "" : caller}level=${level} span=`;
    const route = length < roomy ? "" : ` route=${routeOf(hash)}`;
    const middle = `${route} status=${status} ms=${durationMs} msg="`;
    const room = length - head.length - idBytes - middle.length - 1;
    return { head, tail: `${middle}${messageOf(hash, room, long, "\\n\\t")}"` };
  },
  json: ({ fields: { level, status, durationMs }, hash, length, long }) => {
    const head = `{"level":"${level}","span":"`;
    const route = length < roomy ? "" : `"route":"${routeOf(hash)}",`;
    const middle = `",${route}"status":${status},"ms":${durationMs},"msg":"`;
    const room = length - head.length - idBytes - middle.length - 2;
    return { head, tail: `${middle}${messageOf(hash, room, long, "\\n\\t")}"}` };
  },
  access: ({ fields: { level, status, durationMs }, hash, length }) => {
    const address = `10.${hash & 15}.${(hash >>> 4) & 255}.${(hash >>> 12) & 255} - - `;
    const head = length < roomy ? "" : address;
    const middle = ` "${verbs[(hash >>> 8) & 7]} ${routeOf(hash)}?q=`;
    const agent = length < 260 ? "" : ` "${agents[(hash >>> 20) & 3]}"`;
    const end = ` HTTP/1.1" ${status} ${durationMs} ${level}${agent}`;
    const room = length - head.length - idBytes - middle.length - end.length;
    return { head, tail: `${middle}${proseOf(hash, room, "+")}${end}` };
  },
  java: ({ fields: { level }, hash, length, long }) => {
    const thread = length < roomy ? "" : `[http-nio-8080-exec-${1 + (hash & 15)}] `;
    const head = `${level.toUpperCase()} ${thread}[`;
    const middle = `] com.acme.${routes[(hash >>> 4) & 7]}.Service : `;
    const room = length - head.length - idBytes - middle.length;
    return { head, tail: middle + messageOf(hash, room, long, "\n\t") };
  },
};

function routeOf(hash: number): string {
  return `/v1/${routes[(hash >>> 5) & 7]}/${(hash >>> 8) % 100_000}`;
}

function messageOf(hash: number, room: number, long: boolean, separator: string): string {
  return long && room >= 120 ? stackTrace(hash, room, separator) : proseOf(hash, room);
}
