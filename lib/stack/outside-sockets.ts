import { type Endpoint, type SocketRow, showEndpoint } from "./proc-net.ts";

/** What a socket does: waits to be reached, reached out, or was reached. */
export const socketDirections = ["listens", "connects", "accepts"] as const;

/** A socket that has to do with something that is not of the stack. */
export interface OutsideSocket {
  readonly protocol: SocketRow["protocol"];
  readonly direction: (typeof socketDirections)[number];
  /** Of what it connects to; of itself where it listens or was reached. */
  readonly address: string;
  readonly inode: string;
}

/** What belongs to a stack. */
export interface Inside {
  /** Whether a process of the stack may wait for connections here. */
  readonly listensAt: (local: Endpoint) => boolean;
  /** Whether it may talk to this address. */
  readonly talksTo: (remote: Endpoint, protocol: SocketRow["protocol"]) => boolean;
}

/**
 * The sockets of a network namespace that are not explained by the stack's own addresses; whose they are is not known
 * here. What is accepted at an address where the stack may listen is inside: others may look at the stack. If
 * `unheld`, sockets that no process holds any more are included: the kernel shows them for a minute (TIME_WAIT).
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
