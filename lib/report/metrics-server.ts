import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { describeError, usageError } from "../base/errors.ts";
import { cleanText } from "../output/clean.ts";

/**
 * A metrics server, which stops when it is disposed of. `port` is the port that the server bound, needed if port 0 was
 * requested.
 */
export interface MetricsServer extends AsyncDisposable {
  readonly port: number;
}

/**
 * Serves `/metrics` of the registry on 127.0.0.1 until the server is disposed of or the signal aborts. Throws
 * usageError if the server cannot listen on the port. The server never keeps the process alive.
 */
export async function serveMetrics(
  port: number,
  registry: Registry,
  signal: AbortSignal,
): Promise<MetricsServer> {
  signal.throwIfAborted();
  const server = createServer((request, response) => void answer(request, response, registry));
  server.unref();
  server.listen({ port, host: "127.0.0.1", signal });
  try {
    await once(server, "listening", { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw usageError(`cannot serve metrics on 127.0.0.1:${port}: ${describeError(cause)}`, {
      code: "METRICS_PORT",
      hint: "give another --metrics-port, or 0 for any",
      cause,
    });
  }
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    [Symbol.asyncDispose]: () => close(server),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, registry: Registry): Promise<void> {
  if (request.url !== "/metrics") {
    response.writeHead(404).end("see /metrics\n");
    return;
  }
  try {
    const text = await registry.metrics();
    response.writeHead(200, { "content-type": registry.contentType }).end(cleanText(text));
  } catch (error) {
    response.writeHead(500).end(cleanText(`${describeError(error)}\n`));
  }
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
