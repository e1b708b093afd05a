import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Returns a text such as " by minio (pid 123)" on the process that listens on a loopback port, or an empty string if
 * the process cannot be found.
 */
export function describePortHolder(port: number): string {
  const inode = inodeOfListener(port);
  const pid = inode === undefined ? undefined : pidOfSocket(inode);
  return pid === undefined ? "" : ` by ${commandOf(pid)} (pid ${pid})`;
}

/**
 * Returns the inode of the socket that listens on a port. In proc_net_tcp(5), the local address is in hex, state 0A
 * is LISTEN, and the 10th field is the inode.
 */
function inodeOfListener(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of read(table).split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) && fields[3] === "0A") return fields[9];
    }
  }
  return undefined;
}

function pidOfSocket(inode: string): string | undefined {
  const wanted = `socket:[${inode}]`;
  return list("/proc").find(
    (pid) =>
      /^\d+$/.test(pid) && list(`/proc/${pid}/fd`).some((fd) => link(`/proc/${pid}/fd/${fd}`) === wanted),
  );
}

function commandOf(pid: string): string {
  return read(`/proc/${pid}/comm`).trim();
}

function list(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
