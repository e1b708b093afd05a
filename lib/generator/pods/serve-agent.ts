import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { describeError, HarnessError } from "../../base/errors.ts";
import { agentWork, firstSilenceMs, silenceMs } from "./agent-protocol.ts";
import type { GeneratorAgent } from "./generator-agent.ts";

interface Served {
  readonly port: number;
  readonly signal: AbortSignal;
  /** Called with the port that the server bound; needed if port 0 was requested. */
  readonly listening?: (port: number) => void;
  readonly silenceMs?: number;
}

/**
 * Serves a generator's agent on 127.0.0.1 until its run releases it (POST /leave), sends no request for a minute, or
 * the signal aborts. Rejects if the server cannot listen on the port.
 */
export async function serveAgent(agent: GeneratorAgent, options: Served): Promise<void> {
  const left = new AbortController();
  let silence = setTimeout(() => left.abort(), options.silenceMs ?? firstSilenceMs);
  const server = createServer((request, response) => {
    clearTimeout(silence);
    silence = setTimeout(() => left.abort(), options.silenceMs ?? silenceMs);
    if (request.url === "/leave") response.on("close", () => left.abort());
    void respond(agent, request, response);
  });
  const over = AbortSignal.any([options.signal, left.signal]);
  server.listen({ port: options.port, host: "127.0.0.1" });
  await once(server, "listening");
  const address = server.address();
  options.listening?.(typeof address === "object" && address !== null ? address.port : options.port);
  if (!over.aborted) await once(over, "abort");
  clearTimeout(silence);
  agent.stop();
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

async function respond(
  agent: GeneratorAgent,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await answer(agent, request);
    response.writeHead(200).end(body);
  } catch (error) {
    response.writeHead(409).end(describeError(error));
  }
}

async function answer(agent: GeneratorAgent, request: IncomingMessage): Promise<string | Buffer> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  switch (`${request.method} ${url.pathname}`) {
    case "GET /state":
      return JSON.stringify(agent.state());
    case "POST /prepare":
      agent.prepare(agentWork.parse(JSON.parse(await text(request))));
      return "";
    case "POST /start":
      agent.start();
      return "";
    case "GET /records/flood":
      return agent.recorded("flood", fromOf(url));
    case "GET /records/storm":
      return agent.recorded("storm", fromOf(url));
    case "POST /stop":
      agent.stop();
      return "";
    case "POST /leave":
      return "";
    default:
      throw new HarnessError(`a generator knows no ${request.method} ${url.pathname}`, {
        code: "GENERATOR_REQUEST",
      });
  }
}

function fromOf(url: URL): number {
  const from = Number(url.searchParams.get("from"));
  return Number.isSafeInteger(from) && from >= 0 ? from : 0;
}
