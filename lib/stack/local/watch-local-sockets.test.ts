import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createConnection, createServer, type Server } from "node:net";
import { platform } from "node:os";
import { expect } from "chai";
import { ownProcess } from "../process-table.ts";
import type { SocketLook, SocketWatch } from "../socket-watch.ts";
import { watchLocalSockets } from "./watch-local-sockets.ts";

const { signal } = new AbortController();

async function listening(host: string): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return { server, port: address.port };
}

/** Watches a stack whose gateway is this process and listens on `gatewayPort`. */
function watchOf(gatewayPort: number, name = "ingester-0"): SocketWatch {
  const storeReader = {
    name: "store-reader",
    target: "querier",
    index: 0,
    httpPort: 1,
    grpcPort: 2,
    gossipPort: 3,
  } as const;
  const topology = { gatewayPort, minioPort: 4, lokis: [], storeReader };
  return watchLocalSockets({ topology, processes: { [name]: ownProcess() } });
}

function shown({ outside }: SocketLook): readonly string[] {
  return outside.map(
    ({ process, direction, address, protocol }) => `${process} ${direction} ${address} ${protocol}`,
  );
}

describe("the sockets of a local stack's processes", () => {
  const held = new AsyncDisposableStack();
  let port: number;
  before(async function () {
    if (platform() !== "linux") this.skip();
    const own = await listening("127.0.0.1");
    held.defer(() => void own.server.close());
    port = own.port;
  });
  after(() => held.disposeAsync());

  it("are read of every process, and those of the stack's own addresses are inside", async () => {
    const look = await watchOf(port).look({ complete: true, signal });
    expect(shown(look)).to.not.include(`ingester-0 listens 127.0.0.1:${port} tcp`);
    expect(look.problems).to.deep.equal([]);
    const [read] = look.read;
    expect(read).to.include({ process: "ingester-0" });
    expect(read?.sockets).to.be.at.least(1);
  });

  it("show a connection to another address of loopback, from the first look after it on", async () => {
    await using own = new AsyncDisposableStack();
    const watch = watchOf(port);
    await watch.look({ complete: false, signal });
    const elsewhere = await listening("127.66.0.1");
    own.defer(() => void elsewhere.server.close());
    const client = createConnection({ host: "127.66.0.1", port: elsewhere.port });
    own.defer(() => void client.destroy());
    await once(client, "connect");
    const seen: string[] = [];
    for (let looks = 0; looks < 20; looks++)
      seen.push(...shown(await watch.look({ complete: false, signal })));
    expect(seen).to.include(`ingester-0 connects 127.66.0.1:${elsewhere.port} tcp`);
    expect(seen).to.include(`ingester-0 listens 127.66.0.1:${elsewhere.port} tcp`);
  });

  it("show a UDP socket in the very next look", async () => {
    const watch = watchOf(port);
    await watch.look({ complete: false, signal });
    const asking = createSocket("udp4");
    asking.connect(53, "127.66.0.53");
    await once(asking, "connect");
    try {
      const look = await watch.look({ complete: false, signal });
      expect(shown(look)).to.deep.equal(["ingester-0 connects 127.66.0.53:53 udp"]);
    } finally {
      asking.close();
    }
  });

  it("are not those of other programs of this machine", async () => {
    const nobody = { pid: process.pid, startTime: "of another process that had this number" };
    const storeReader = {
      name: "store-reader",
      target: "querier",
      index: 0,
      httpPort: 1,
      grpcPort: 2,
      gossipPort: 3,
    } as const;
    const topology = { gatewayPort: 5, minioPort: 4, lokis: [], storeReader };
    const watch = watchLocalSockets({ topology, processes: { "ingester-0": nobody } });
    expect(await watch.look({ complete: true, signal })).to.deep.equal({
      outside: [],
      read: [],
      problems: [],
    });
  });
});
