import type { LineFormat } from "./line-id.ts";
import { messageOf, type Separator, stackTrace } from "./line-text.ts";

/** What a line says, whatever its form. */
export interface LineFields {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly status: number;
  readonly durationMs: number;
}

export interface LineRequest {
  readonly fields: LineFields;
  /** Which of a service's log statements wrote it, 0 to 31: statement, caller, route and message go together. */
  readonly statement: number;
  /** Random bits for all that these leave open. */
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
const callers = Array.from({ length: 32 }, (_, i) => {
  const file = ["handler", "server", "client", "worker", "store", "queue", "retry", "cache"][i & 7];
  return `${file}.go:${37 + ((i * 7919) % 700)}`;
});
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
  logfmt: (request) => {
    const { fields, statement, length } = request;
    const head = `${length < roomy ? "" : `caller=${callers[statement]} `}level=${fields.level} span=`;
    const route = length < roomy ? "" : ` route=${routeOf(request)}`;
    const middle = `${route} status=${fields.status} ms=${fields.durationMs} msg="`;
    const room = length - head.length - idBytes - middle.length - 1;
    return { head, tail: `${middle}${textOf(request, room, "\\n\\t")}"` };
  },
  json: (request) => {
    const { fields, length } = request;
    const head = `{"level":"${fields.level}","span":"`;
    const route = length < roomy ? "" : `"route":"${routeOf(request)}",`;
    const middle = `",${route}"status":${fields.status},"ms":${fields.durationMs},"msg":"`;
    const room = length - head.length - idBytes - middle.length - 2;
    return { head, tail: `${middle}${textOf(request, room, "\\n\\t")}"}` };
  },
  access: (request) => {
    const { fields, statement, hash, length } = request;
    const head = length < roomy ? "" : `10.${statement & 3}.${hash & 15}.${(hash >>> 4) & 63} - - `;
    const middle = ` "${verbs[statement & 7]} ${routeOf(request)}?q=`;
    const agent = length < 260 ? "" : ` "${agents[(hash >>> 20) & 3]}"`;
    const end = ` HTTP/1.1" ${fields.status} ${fields.durationMs} ${fields.level}${agent}`;
    const room = length - head.length - idBytes - middle.length - end.length;
    return { head, tail: `${middle}${messageOf(request, room, "+")}${end}` };
  },
  java: (request) => {
    const { fields, statement, hash, length } = request;
    const thread = length < roomy ? "" : `[http-nio-8080-exec-${1 + (hash & 15)}] `;
    const head = `${fields.level.toUpperCase()} ${thread}[`;
    const middle = `] com.acme.${routes[(statement >>> 1) & 7]}.Service : `;
    const room = length - head.length - idBytes - middle.length;
    return { head, tail: middle + textOf(request, room, "\n\t") };
  },
};

/** A quarter of the statements name what they are about. */
function routeOf({ statement, hash }: LineRequest): string {
  const route = `/v1/${routes[statement & 7]}`;
  return (statement & 12) !== 12 ? route : `${route}/${(hash >>> 8) % 100_000}`;
}

function textOf(request: LineRequest, room: number, separator: string): string {
  return request.long && room >= 120
    ? stackTrace(request.hash, room, separator)
    : messageOf(request, room, plain);
}

const plain: Separator = " ";
