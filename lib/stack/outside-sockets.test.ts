import { expect } from "chai";
import * as fc from "fast-check";
import { outsideSockets } from "./outside-sockets.ts";
import { type Endpoint, type SocketRow, showEndpoint } from "./proc-net.ts";

const own: Endpoint = { address: "127.0.0.1", port: 20010 };
const isOwn = (one: Endpoint): boolean => showEndpoint(one) === "127.0.0.1:20010";
const inside = {
  listensAt: isOwn,
  talksTo: (one: Endpoint, protocol: string) => protocol === "tcp" && isOwn(one),
};
const nobody: Endpoint = { address: "0.0.0.0", port: 0 };
const client: Endpoint = { address: "127.0.0.1", port: 54321 };

function row(over: Partial<SocketRow>): SocketRow {
  return { protocol: "tcp", state: "open", local: client, remote: own, inode: "1", ...over };
}
const at = (address: string, port: number): Endpoint => ({ address, port });
const shown = (...rows: SocketRow[]): readonly string[] =>
  outsideSockets(rows, inside).map(
    ({ protocol, direction, address }) => `${direction} ${address} ${protocol}`,
  );

const listener = row({ state: "listen", local: own, remote: nobody });

describe("sockets outside of the stack", () => {
  it("does not show what the stack itself listens on, connects to and accepts", () =>
    expect(shown(listener, row({}), row({ local: own, remote: client }))).to.deep.equal([]));

  const outside: readonly (readonly [string, readonly SocketRow[], string])[] = [
    ["a foreign address", [row({ remote: at("203.0.113.9", 9095) })], "connects 203.0.113.9:9095 tcp"],
    [
      "the own port of another loopback address",
      [row({ remote: at("127.66.0.1", 20010) })],
      "connects 127.66.0.1:20010 tcp",
    ],
    ["another program's port", [row({ remote: at("127.0.0.1", 5432) })], "connects 127.0.0.1:5432 tcp"],
    ["the own port over IPv6", [row({ remote: at("::1", 20010) })], "connects [::1]:20010 tcp"],
    [
      "a listener on every address",
      [row({ state: "listen", local: at("0.0.0.0", 20010), remote: nobody })],
      "listens 0.0.0.0:20010 tcp",
    ],
    [
      "a listener on every IPv6 address",
      [row({ state: "listen", local: at("::", 20010), remote: at("::", 0) })],
      "listens [::]:20010 tcp",
    ],
    [
      "a listener on another port",
      [row({ state: "listen", local: at("127.0.0.1", 6565), remote: nobody })],
      "listens 127.0.0.1:6565 tcp",
    ],
    [
      "a look-up of a name",
      [row({ protocol: "udp", remote: at("127.0.0.53", 53) })],
      "connects 127.0.0.53:53 udp",
    ],
    ["UDP to an own port", [row({ protocol: "udp" })], "connects 127.0.0.1:20010 udp"],
    [
      "a UDP socket that anybody reaches",
      [row({ protocol: "udp", local: own, remote: nobody })],
      "listens 127.0.0.1:20010 udp",
    ],
  ];
  for (const [name, rows, expected] of outside) {
    it(`shows ${name}`, () => expect(shown(listener, ...rows)).to.deep.equal([expected]));
  }

  it("shows who was reached from elsewhere by its own address, not by the callers' many ports", () => {
    const wide = row({ state: "listen", local: at("0.0.0.0", 9095), remote: nobody });
    const reached = row({ local: at("10.0.0.2", 9095), remote: at("10.0.0.7", 41000) });
    expect(shown(wide, reached)).to.deep.equal(["listens 0.0.0.0:9095 tcp", "accepts 10.0.0.2:9095 tcp"]);
  });

  it("leaves out sockets that no process holds", () =>
    expect(shown(row({ remote: at("203.0.113.9", 9095), inode: "0" }))).to.deep.equal([]));

  it("shows sockets that no process holds on request", () => {
    const closed = row({ remote: at("203.0.113.9", 9095), inode: "0" });
    expect(outsideSockets([closed], inside, { unheld: true })).to.have.lengthOf(1);
  });

  it("shows every connection but those to the stack's own addresses", () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant("127.0.0.1"));
    const remote = fc.record({
      address,
      port: fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.constant(20010)),
    });
    fc.assert(
      fc.property(remote, fc.constantFrom("tcp" as const, "udp" as const), (to, protocol) => {
        const isInside = protocol === "tcp" && isOwn(to);
        expect(shown(listener, row({ remote: to, protocol }))).to.have.lengthOf(isInside ? 0 : 1);
      }),
    );
  });
});
