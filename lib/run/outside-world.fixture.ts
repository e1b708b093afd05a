import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { type JsonObject, layer } from "../base/json.ts";
import { upLocal } from "../stack/local/local-provider.ts";
import type { BypassSafety } from "../stack/local/write-configs.ts";
import type { StackProvider } from "../stack/stack.ts";

/** Another address of loopback: outside of any stack, and no packet leaves the machine. */
const host = "127.66.0.1";

/** Programs that a stack must not talk to, and a stack that does. */
export interface OutsideWorld extends AsyncDisposable {
  readonly provider: StackProvider;
  /** How `safety.connections` must name what reaches them. */
  readonly reached: readonly RegExp[];
}

/**
 * An ingester and a query-frontend announce an address that is not the stack's, so distributors and queriers connect to
 * it. What listens there passes everything on, so that nothing but the address is wrong.
 */
export async function announcedElsewhere(): Promise<OutsideWorld> {
  await using held = new AsyncDisposableStack();
  const ingester = held.use(await forwarder());
  const frontend = held.use(await forwarder());
  const provider = bypassing((loki, config) => {
    if (loki.name === "ingester-0") {
      ingester.forwardTo(loki.grpcPort);
      return layer(config, { ingester: { lifecycler: { address: host, port: ingester.port } } });
    }
    if (loki.name !== "query-frontend-0") return config;
    frontend.forwardTo(loki.grpcPort);
    return layer(config, { frontend: { address: host, port: frontend.port } });
  });
  const reached = [
    new RegExp(`distributor-\\d connects to ${host}:${ingester.port} \\(TCP; seen`),
    new RegExp(`querier-\\d connects to ${host}:${frontend.port} \\(TCP; seen`),
  ];
  return disposedWith(held.move(), { provider, reached });
}

/** The pattern ingester pushes its aggregations to an address that is not the stack's; what listens there takes them. */
export async function patternsElsewhere(): Promise<OutsideWorld> {
  await using held = new AsyncDisposableStack();
  const server = createHttpServer((asked, answer) => {
    asked.resume().once("end", () => answer.writeHead(204).end());
  });
  const port = await listen(server);
  held.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const loki_address = `${host}:${port}`;
  const aggregation = { loki_address, push_period: "2s", sample_period: "1s", use_tls: false };
  const patterns: JsonObject = {
    pattern_ingester: { enabled: true, metric_aggregation: aggregation },
    limits_config: { metric_aggregation_enabled: true },
  };
  const provider = bypassing((_, config) => layer(config, patterns));
  return disposedWith(held.move(), {
    provider,
    reached: [new RegExp(`connects to ${host}:${port} \\(TCP; seen`)],
  });
}

function bypassing(bypassSafety: BypassSafety): StackProvider {
  return { name: "local", up: (plan, options) => upLocal(plan, { ...options, bypassSafety }) };
}

function disposedWith(
  held: AsyncDisposableStack,
  world: Omit<OutsideWorld, keyof AsyncDisposable>,
): OutsideWorld {
  return { ...world, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

interface Forwarder extends AsyncDisposable {
  readonly port: number;
  forwardTo(port: number): void;
}

/** Passes every byte on to a port of 127.0.0.1, which is said before anybody connects. */
async function forwarder(): Promise<Forwarder> {
  let target: number | undefined;
  const open = new Set<Socket>();
  const server = createServer((from) => {
    if (target === undefined) {
      from.destroy();
      return;
    }
    const to = createConnection({ port: target, host: "127.0.0.1" });
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one
        .on("error", () => other.destroy())
        .on("close", () => {
          open.delete(one);
          other.destroy();
        });
    }
  });
  return {
    port: await listen(server),
    forwardTo: (port) => {
      target = port;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      for (const one of open) one.destroy();
      await closed;
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`expected a port of ${host}`);
  return address.port;
}
