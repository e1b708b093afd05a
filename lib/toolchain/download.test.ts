import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { download } from "./download.ts";
import { rejection } from "./rejection.fixture.ts";
import { loopbackServer, type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";

const artefact = Buffer.alloc(300_000, "loki");
const sha256 = createHash("sha256").update(artefact).digest("hex");
const signal = new AbortController().signal;
const onBytes = (): void => undefined;

describe("download", () => {
  let machine: ScratchMachine;
  let file: string;
  beforeEach(async () => {
    machine = await scratchMachine();
    file = join(machine.root, "artefact");
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  it("writes what the server sends, over a redirect too, and counts it", async () => {
    await using server = await loopbackServer((request, response) => {
      if (request.url === "/asset") response.end(artefact);
      else response.writeHead(302, { location: "/asset" }).end();
    });
    let received = 0;
    await download(`${server.url}/release`, file, { sha256, signal, onBytes: (bytes) => (received = bytes) });
    expect(await readFile(file)).to.deep.equal(artefact);
    expect(received).to.equal(artefact.byteLength);
  });

  it("refuses other bytes than the pinned ones, naming both digests", async () => {
    const other = Buffer.from("an error page with status 200");
    await using server = await loopbackServer((_, response) => response.end(other));
    const error = await rejection(download(`${server.url}/x`, file, { sha256, signal, onBytes }));
    expect(error.code).to.equal("CHECKSUM_MISMATCH");
    expect(error.message).to.include(sha256).and.include(createHash("sha256").update(other).digest("hex"));
    expect(error.hint).to.include("lokiproof tools");
  });

  const failures: Readonly<Record<string, RequestListener>> = {
    "404": (_, response) => response.writeHead(404).end("no such release"),
    "a body that is cut short": (_, response) => {
      response.writeHead(200, { "content-length": artefact.byteLength });
      response.write(artefact.subarray(0, 1000), () => response.destroy());
    },
    "a chunked body that is cut short": (_, response) => {
      response.write(artefact.subarray(0, 1000), () => response.destroy());
    },
    "a connection that is closed at once": (request) => request.socket.destroy(),
  };
  for (const [name, answer] of Object.entries(failures)) {
    it(`fails on ${name}`, async () => {
      await using server = await loopbackServer(answer);
      const error = await rejection(download(`${server.url}/x`, file, { sha256, signal, onBytes }));
      expect(error.code).to.equal("DOWNLOAD_FAILED");
      expect(error.message).to.include(server.url);
    });
  }

  it("rejects with the caller's reason when it aborts", async () => {
    const abort = new AbortController();
    const reason = new Error("interrupted");
    await using server = await loopbackServer((_, response) => void response.write("some"));
    const work = download(`${server.url}/x`, file, {
      sha256,
      signal: abort.signal,
      onBytes: () => abort.abort(reason),
    });
    expect(await work.catch((error: unknown) => error)).to.equal(reason);
  });

  it("lets the file system's error through on a full disk", async function () {
    if (!existsSync("/dev/full")) this.skip();
    await using server = await loopbackServer((_, response) => response.end(artefact));
    const work = download(`${server.url}/x`, "/dev/full", { sha256, signal, onBytes });
    expect(await work.catch((error: unknown) => error)).to.include({ code: "ENOSPC" });
  });
});
