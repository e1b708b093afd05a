import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { platform } from "node:os";
import { expect } from "chai";
import { parseSocketTable, type SocketTable, showEndpoint } from "./proc-net.ts";

const heading =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

function line(local: string, remote: string, state: string, inode = "4711"): string {
  return `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0`;
}

/**
 * Rows of socket tables: name, table and line; then the state, local and remote address that should be parsed. The
 * lines are little-endian, as on x86-64 and arm64.
 */
const rows: readonly (readonly [string, SocketTable, string, readonly string[]])[] = [
  [
    "a listener",
    "tcp",
    line("0100007F:4E2A", "00000000:0000", "0A"),
    ["listen", "127.0.0.1:20010", "0.0.0.0:0"],
  ],
  [
    "a listener on every address",
    "tcp6",
    line("0".repeat(32) + ":2387", "0".repeat(32) + ":0000", "0A"),
    ["listen", "[::]:9095", "[::]:0"],
  ],
  [
    "a connection",
    "tcp",
    line("0100007F:D431", "097100CB:2387", "01"),
    ["open", "127.0.0.1:54321", "203.0.113.9:9095"],
  ],
  [
    "an attempt",
    "tcp",
    line("0100007F:D431", "097100CB:0050", "02"),
    ["open", "127.0.0.1:54321", "203.0.113.9:80"],
  ],
  [
    "an IPv4 address in IPv6",
    "tcp6",
    line("0000000000000000FFFF00000100007F:4E2A", "0000000000000000FFFF0000097100CB:2387", "01"),
    ["open", "127.0.0.1:20010", "203.0.113.9:9095"],
  ],
  [
    "an IPv6 address",
    "tcp6",
    line("B80D0120000000000000000001000000:4E2A", "B80D0120000000000000000002000000:2387", "01"),
    ["open", "[2001:db8::1]:20010", "[2001:db8::2]:9095"],
  ],
  [
    "a look-up of a name",
    "udp",
    line("0100007F:D431", "08080808:0035", "01"),
    ["open", "127.0.0.1:54321", "8.8.8.8:53"],
  ],
  [
    "a UDP socket without a peer",
    "udp",
    line("00000000:14E9", "00000000:0000", "07"),
    ["open", "0.0.0.0:5353", "0.0.0.0:0"],
  ],
];

describe("the kernel's tables of sockets", () => {
  for (const [name, table, text, expected] of rows) {
    it(`shows ${name}`, () => {
      const [row, ...others] = parseSocketTable(`${heading}\n${text}\n`, table);
      expect(others).to.deep.equal([]);
      if (row === undefined) throw new Error("expected a row");
      const { state, local, remote, inode, protocol } = row;
      expect([state, showEndpoint(local), showEndpoint(remote)]).to.deep.equal(expected);
      expect({ inode, protocol }).to.deep.equal({ inode: "4711", protocol: table.replace("6", "") });
    });
  }

  it("leaves out headings, closed connections and torn lines", () => {
    const torn = line("0100007F:D431", "097100CB:2387", "01").slice(0, 60);
    const text = [heading, line("0100007F:D431", "00000000:0000", "07"), torn, ""].join("\n");
    expect(parseSocketTable(text, "tcp")).to.deep.equal([]);
  });

  it("shows a listener of this process by its inode", async function () {
    if (platform() !== "linux") this.skip();
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("expected a port");
      const found = parseSocketTable(readFileSync("/proc/net/tcp", "utf8"), "tcp").filter(
        ({ local, state }) => state === "listen" && showEndpoint(local) === `127.0.0.1:${address.port}`,
      );
      expect(found).to.have.lengthOf(1);
    } finally {
      server.close();
    }
  });
});
