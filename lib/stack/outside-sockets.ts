import { type Endpoint, type SocketRow, showEndpoint } from "./proc-net.ts";

/** Directions of a socket: it waits for connections, it opened a connection, or a peer opened a connection to it. */
export const socketDirections = ["listens", "connects", "accepts"] as const;

/** A socket that waits for connections at, or is connected to, an address that does not belong to the stack. */
export interface OutsideSocket {
  readonly protocol: SocketRow["protocol"];
  readonly direction: (typeof socketDirections)[number];
  /** The remote address if the socket connects; the socket's own address if it listens or accepts. */
  readonly address: string;
  readonly inode: string;
}

/** The addresses that belong to a stack. */
export interface Inside {
  /** Returns whether a process of the stack is permitted to listen at this address. */
  readonly listensAt: (local: Endpoint) => boolean;
  /** Returns whether a process of the stack is permitted to connect to this address. */
  readonly talksTo: (remote: Endpoint, protocol: SocketRow["protocol"]) => boolean;
}

/**
 * Returns the sockets of a network namespace that the stack's own addresses do not explain. Does not determine which
 * process owns a socket. A connection accepted at an address where the stack is permitted to listen is inside, because
 * anybody is permitted to connect to the stack. With `unheld`, sockets that no process holds any more are included: the
 * kernel shows them for a minute (TIME_WAIT).
 */
export function outsideSockets(
  rows: readonly SocketRow[],
  inside: Inside,
  { unheld = false }: { readonly unheld?: boolean } = {},
): readonly OutsideSocket[] {
  const listeners = new Set(rows.filter(({ state }) => state === "listen").map(({ local }) => local.port));
  return rows.flatMap((row) => {
    const { protocol, inode } = row;
    const direction = directionOf(row, listeners);
    if ((inode === "0" && !unheld) || isInside(row, direction, inside)) return [];
    const address = showEndpoint(direction === "connects" ? row.remote : row.local);
    return [{ protocol, direction, address, inode }];
  });
}

function directionOf(row: SocketRow, listeners: ReadonlySet<number>): OutsideSocket["direction"] {
  if (row.state === "listen" || row.remote.port === 0) return "listens";
  return row.protocol === "tcp" && listeners.has(row.local.port) ? "accepts" : "connects";
}

function isInside(row: SocketRow, direction: OutsideSocket["direction"], inside: Inside): boolean {
  if (direction === "connects") return inside.talksTo(row.remote, row.protocol);
  return row.protocol === "tcp" && inside.listensAt(row.local);
}
