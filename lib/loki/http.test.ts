import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect } from "chai";
import { http } from "./http.ts";

async function serving<T>(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  body: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(handle);
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  try {
    const address = server.address();
    expect(address).to.be.an("object");
    return await body(`http://127.0.0.1:${typeof address === "object" ? address?.port : address}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("http", () => {
  const { signal } = new AbortController();

  it("gives an error status as an answer, with its words", async () => {
    const answer = await serving(
      (_, response) => response.writeHead(429, { "x-reason": "rate" }).end("too fast"),
      (url) => http(url, { signal }),
    );
    expect([answer.status, answer.body, answer.headers["x-reason"]]).to.deep.equal([429, "too fast", "rate"]);
  });

  it("sends the tenant, repeated headers and the query; no tenant, no header", async () => {
    const seen: (readonly [string | undefined, readonly string[]])[] = [];
    await serving(
      (request, response) => {
        const tenants = request.rawHeaders.filter(
          (_, i, all) => i % 2 === 1 && /x-scope-orgid/i.test(all[i - 1] ?? ""),
        );
        seen.push([request.url, tenants]);
        response.end();
      },
      async (url) => {
        await http(`${url}/q`, {
          signal,
          tenant: "payments",
          query: { query: '{a="b"}', start: 1, end: undefined },
        });
        await http(url, { signal, headers: { "X-Scope-OrgID": ["a", "b"] } });
        await http(url, { signal });
      },
    );
    expect(seen).to.deep.equal([
      ["/q?query=%7Ba%3D%22b%22%7D&start=1", ["payments"]],
      ["/", ["a", "b"]],
      ["/", []],
    ]);
  });

  it("throws only when there is no answer, and says where", async () => {
    const url = await serving(
      (_, response) => response.end(),
      async (url) => url,
    );
    const failure = await http(url, { signal }).catch((error: unknown) => error);
    expect(failure).to.include({ code: "NO_ANSWER" });
    expect(String(failure)).to.contain(url).and.to.contain("ECONNREFUSED");
  });

  it("rejects with the reason of the abort", async () => {
    const reason = new Error("stop");
    const aborting = new AbortController();
    const failure = await serving(
      () => aborting.abort(reason),
      (url) => http(url, { signal: aborting.signal }).catch((error: unknown) => error),
    );
    expect(failure).to.equal(reason);
  });
});
