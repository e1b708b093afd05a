import { readFileSync } from "node:fs";
import { describeError } from "../../base/errors.ts";
import { hasLoopbackOnly } from "../network-namespace.ts";
import { type Inside, type OutsideSocket, outsideSockets } from "../outside-sockets.ts";
import { parseSocketTable, type SocketTable, showEndpoint } from "../proc-net.ts";
import { readSocketOwners, type SocketOwners } from "../socket-owners.ts";
import type { SocketLook, SocketWatch } from "../socket-watch.ts";
import type { StackState } from "./stack-state.ts";
import type { Topology } from "./topology.ts";

const intervalMs = 50;
/**
 * Each socket table is read in every Nth look. A DNS look-up is one UDP socket that lives for milliseconds, and reading
 * a UDP table costs 0.1 ms of CPU. A TCP table costs 5 ms even with few sockets (262,144 buckets, measured here).
 */
const everyLooks: Readonly<Record<SocketTable, number>> = { udp: 1, udp6: 2, tcp: 8, tcp6: 20 };
/** In every Nth look the sockets of each process are read, whatever the tables show, to prove that they can be read. */
const ownersEveryLooks = 100;

/**
 * The owner of each socket, by inode: the name of a process of the stack, or undefined for any other process on this
 * machine.
 */
type Known = ReadonlyMap<string, string | undefined>;

/**
 * Watches the sockets of a local stack's processes, their children, and k6. Only addresses that the stack was given are
 * inside, so another program on a loopback port is outside. The owner is looked up only for sockets with an outside
 * address.
 */
export function watchLocalSockets(state: Pick<StackState, "topology" | "processes">): SocketWatch {
  const inside = insideOf(state.topology);
  const known = new Map<SocketTable, Known>();
  let looks = 0;
  const look = (complete: boolean): SocketLook => {
    const all = complete || looks % ownersEveryLooks === 0;
    const problems: string[] = [];
    const tables = tablesDue(looks, all).map((table) => ({
      table,
      sockets: readTable(table, inside, problems),
    }));
    looks += 1;
    const isNew = tables.some(({ table, sockets }) =>
      sockets.some(({ inode }) => known.get(table)?.has(inode) !== true),
    );
    const owners = all || isNew ? readSocketOwners(state.processes) : undefined;
    const outside = tables.flatMap(({ table, sockets }) => {
      known.set(table, attribute(sockets, known.get(table), owners));
      return sockets.flatMap((socket) => {
        const process = known.get(table)?.get(socket.inode);
        return process === undefined ? [] : [{ ...socket, process }];
      });
    });
    return { outside, read: owners?.read ?? [], problems: [...problems, ...(owners?.problems ?? [])] };
  };
  return { intervalMs, sealed: hasLoopbackOnly(), look: ({ complete }) => Promise.resolve(look(complete)) };
}

/** Returns a test of addresses that accepts exactly those that the stack's processes were configured to listen on. */
function insideOf({ gatewayPort, minioPort, lokis, storeReader }: Topology): Inside {
  const ofLokis = [...lokis, storeReader].flatMap(({ httpPort, grpcPort, gossipPort }) => [
    httpPort,
    grpcPort,
    gossipPort,
  ]);
  const own = new Set([gatewayPort, minioPort, ...ofLokis].map((port) => `127.0.0.1:${port}`));
  // MinIO listens on every loopback address of the host, whatever address it is given (cmd/server-main.go,
  // getServerListenAddrs).
  const listening = new Set([...own, `[::1]:${minioPort}`]);
  return {
    listensAt: (local) => listening.has(showEndpoint(local)),
    talksTo: (remote, protocol) => protocol === "tcp" && own.has(showEndpoint(remote)),
  };
}

function tablesDue(looks: number, all: boolean): readonly SocketTable[] {
  const tables: readonly SocketTable[] = ["udp", "udp6", "tcp", "tcp6"];
  return tables.filter((table) => all || looks % everyLooks[table] === 0);
}

function readTable(table: SocketTable, inside: Inside, problems: string[]): readonly OutsideSocket[] {
  const path = `/proc/net/${table}`;
  try {
    return outsideSockets(parseSocketTable(readFileSync(path, "utf8"), table), inside);
  } catch (error) {
    // A machine without IPv6 has no IPv6 table, and no IPv6 socket either.
    if (!table.endsWith("6")) problems.push(`${path}: ${describeError(error)}`);
    return [];
  }
}

/**
 * Returns the owner of each socket: the one already known, or for a new socket the one just read. Sockets that are gone
 * are dropped.
 */
function attribute(
  sockets: readonly OutsideSocket[],
  before: Known | undefined,
  owners: SocketOwners | undefined,
): Known {
  return new Map(
    sockets.map(({ inode }) => [
      inode,
      before?.has(inode) === true ? before.get(inode) : owners?.byInode.get(inode),
    ]),
  );
}
