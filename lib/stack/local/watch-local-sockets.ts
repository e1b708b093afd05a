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
 * In how many looks each table is read once. A look-up of a name is one UDP socket that lives for milliseconds, and its
 * table costs 0.1 ms of CPU; a table of TCP costs 5 ms however few sockets are in it (262,144 buckets, measured here).
 */
const everyLooks: Readonly<Record<SocketTable, number>> = { udp: 1, udp6: 2, tcp: 8, tcp6: 20 };
/** Every so many looks each process's sockets are read, whatever the tables show: it proves that they can be. */
const ownersEveryLooks = 100;

/** Whose a socket is, by its inode: a process of the stack, or undefined for anything else on this machine. */
type Known = ReadonlyMap<string, string | undefined>;

/**
 * Watches the sockets of a local stack's processes, their children, and k6. Only addresses that the stack was given are
 * inside, so another program on a port of loopback is outside. A socket that has nothing to do with the outside costs no
 * look at who has it.
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

/** The addresses that the stack's processes were told to listen on, and no other. */
function insideOf({ gatewayPort, minioPort, lokis, storeReader }: Topology): Inside {
  const ofLokis = [...lokis, storeReader].flatMap(({ httpPort, grpcPort, gossipPort }) => [
    httpPort,
    grpcPort,
    gossipPort,
  ]);
  const own = new Set([gatewayPort, minioPort, ...ofLokis].map((port) => `127.0.0.1:${port}`));
  // MinIO listens on every loopback address of the host whatever it is told (cmd/server-main.go, getServerListenAddrs).
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
    // Without IPv6 there is no table of it, and no socket either.
    if (!table.endsWith("6")) problems.push(`${path}: ${describeError(error)}`);
    return [];
  }
}

/** What was known of these sockets, and of new ones what was just read. Sockets that are gone are forgotten. */
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
