import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export interface FakeApiServer extends AsyncDisposable {
  readonly seen: readonly SeenRequest[];
  /** Writes a kubeconfig with the contexts "ours" and "theirs" into a folder; returns its path. */
  writeKubeconfig(dir: string): Promise<string>;
}

/**
 * Starts a fake API server. It replies with the entry of `answers` for "METHOD /path" (without query), else with a 404
 * Status.
 */
export async function fakeApiServer(answers: Readonly<Record<string, unknown>>): Promise<FakeApiServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const method = request.method ?? "GET";
    seen.push({
      method,
      path: request.url ?? "",
      contentType: request.headers["content-type"] ?? "",
      body: await bodyOf(request),
    });
    const given = answers[`${method} ${path}`];
    response.statusCode = given === undefined ? 404 : 200;
    response.end(
      typeof given === "string" ? given : JSON.stringify(given ?? { kind: "Status", message: `no ${path}` }),
    );
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    seen,
    writeKubeconfig: async (dir) => {
      const file = join(dir, "kubeconfig");
      await writeFile(file, JSON.stringify(kubeconfigOf(port)));
      return file;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

function kubeconfigOf(port: number): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "theirs",
    clusters: [
      { name: "ours", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } },
      { name: "theirs", cluster: { server: "http://127.0.0.1:1", "insecure-skip-tls-verify": true } },
    ],
    users: [
      { name: "ours", user: { token: "ours-token" } },
      { name: "theirs", user: { token: "theirs-token" } },
    ],
    contexts: [named("ours"), named("theirs")],
  };
}

function named(name: string): object {
  return { name, context: { cluster: name, user: name } };
}
