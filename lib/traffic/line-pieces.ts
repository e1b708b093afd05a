import { ascii } from "./line-pen.ts";

/** The constant pieces that log lines are made of. They are encoded only once. */
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

export const callerPieces = callers.map((caller) => ascii(`caller=${caller} `));
export const routePieces = routes.map((route) => ascii(`/v1/${route}`));
export const verbPieces = verbs.map((verb) => ascii(` "${verb} `));
export const agentPieces = agents.map((agent) => ascii(` "${agent}"`));
export const servicePieces = routes.map((route) => ascii(`] com.acme.${route}.Service : `));
export const levels = {
  debug: ascii("debug"),
  info: ascii("info"),
  warn: ascii("warn"),
  error: ascii("error"),
};
export const loudLevels = {
  debug: ascii("DEBUG "),
  info: ascii("INFO "),
  warn: ascii("WARN "),
  error: ascii("ERROR "),
};
export const pieces = {
  level: ascii("level="),
  span: ascii(" span="),
  route: ascii(" route="),
  status: ascii(" status="),
  ms: ascii(" ms="),
  message: ascii(' msg="'),
  quote: ascii('"'),
  space: ascii(" "),
  slash: ascii("/"),
  dot: ascii("."),
  ten: ascii("10."),
  noUser: ascii(" - - "),
  query: ascii("?q="),
  http: ascii(' HTTP/1.1" '),
  thread: ascii("[http-nio-8080-exec-"),
  threadEnd: ascii("] "),
  bracket: ascii("["),
  jsonLevel: ascii('{"level":"'),
  jsonSpan: ascii('","span":"'),
  jsonAfterSpan: ascii('",'),
  jsonRoute: ascii('"route":"'),
  jsonStatus: ascii('"status":'),
  jsonMs: ascii(',"ms":'),
  jsonMessage: ascii(',"msg":"'),
  jsonEnd: ascii('"}'),
};
