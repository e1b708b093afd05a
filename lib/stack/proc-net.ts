import { endianness } from "node:os";

/** One socket in the kernel's socket tables. */
export interface SocketRow {
  readonly protocol: "tcp" | "udp";
  /**
   * The socket's state. "listen": waits for TCP connections. "open": any other TCP state except closed, and every UDP
   * socket.
   */
  readonly state: "listen" | "open";
  readonly local: Endpoint;
  /** The address of the socket's peer; port 0 if the socket has no peer. */
  readonly remote: Endpoint;
  /** The socket's inode; "0" if no process holds the socket any more. */
  readonly inode: string;
}

export interface Endpoint {
  /** An IP address, such as "127.0.0.1" or "::1". An IPv4 address mapped into IPv6 is shown as IPv4. */
  readonly address: string;
  readonly port: number;
}

/** The tables in the `net` folder of a process (proc_net(5)) and the protocol of each. */
export const socketTables = { tcp: "tcp", tcp6: "tcp", udp: "udp", udp6: "udp" } as const;
export type SocketTable = keyof typeof socketTables;

/** TCP states as the kernel's socket tables number them (Linux, include/net/tcp_states.h). */
const closed = "07";
const listening = "0A";

/** Parses one of the kernel's socket tables. Lines that do not describe a socket, such as the heading, are skipped. */
export function parseSocketTable(text: string, table: SocketTable): readonly SocketRow[] {
  const protocol = socketTables[table];
  return text.split("\n").flatMap((line) => {
    const [slot = "", local = "", remote = "", state = "", , , , , , inode = ""] = line.trim().split(/\s+/);
    if (!/^\d+:$/.test(slot) || !/^\d+$/.test(inode)) return [];
    // For UDP, state 07 is a socket without a peer, which receives from anybody.
    if (protocol === "tcp" && state === closed) return [];
    return [
      {
        protocol,
        state: protocol === "tcp" && state === listening ? ("listen" as const) : ("open" as const),
        local: parseEndpoint(local),
        remote: parseEndpoint(remote),
        inode,
      },
    ];
  });
}

/** Returns an endpoint's text, such as "127.0.0.1:9095" or "[::1]:9095". */
export function showEndpoint({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * Parses an endpoint in a socket table, such as "0100007F:2377". The address consists of 32-bit words, each in the
 * machine's byte order; the port is in network byte order.
 */
function parseEndpoint(text: string): Endpoint {
  const [address = "", port = ""] = text.split(":");
  const bytes = (address.match(/.{8}/g) ?? []).flatMap(wordBytes);
  return { address: bytes.length === 4 ? bytes.join(".") : showIpv6(bytes), port: Number.parseInt(port, 16) };
}

function wordBytes(word: string): readonly number[] {
  const bytes = (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return endianness() === "LE" ? bytes.toReversed() : bytes;
}

function showIpv6(bytes: readonly number[]): string {
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (mapped) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  const shown = new URL(`http://[${groups.join(":")}]/`).hostname;
  return shown.slice(1, -1);
}
