import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { isAlive, type ProcessRef } from "./process-table.ts";
import type { SocketLook } from "./socket-watch.ts";

/** The names of the processes that hold sockets, by the sockets' inodes. */
export interface SocketOwners extends Pick<SocketLook, "read" | "problems"> {
  readonly byInode: ReadonlyMap<string, string>;
}

interface Running {
  readonly name: string;
  readonly pid: number;
}

/** Program name of the load generator, which lokiproof starts outside of the stack. */
const generator = "k6";

/** Reads the sockets of these processes and their descendants, and of every k6 that this lokiproof started. */
export function readSocketOwners(processes: Readonly<Record<string, ProcessRef>>): SocketOwners {
  const byInode = new Map<string, string>();
  const read = new Map<string, number>();
  const problems: string[] = [];
  for (const { name, pid } of runningProcesses(processes)) {
    const inodes = socketsOf(pid);
    if (typeof inodes === "string") problems.push(`the sockets of ${name} (pid ${pid}): ${inodes}`);
    else {
      for (const inode of inodes) byInode.set(inode, name);
      read.set(name, (read.get(name) ?? 0) + inodes.length);
    }
  }
  return { byInode, read: [...read].map(([process, sockets]) => ({ process, sockets })), problems };
}

function runningProcesses(processes: Readonly<Record<string, ProcessRef>>): readonly Running[] {
  const children = childrenByParent();
  const living = Object.entries(processes).filter(([, process]) => isAlive(process));
  const roots = living.map(([name, { pid }]) => ({ name, pid }));
  const generators = (children.get(process.pid) ?? []).filter(({ name }) => name === generator);
  return [...roots, ...generators].flatMap((root) => [root, ...descendants(root, children)]);
}

/** Returns all descendants of a process under that process's name, so that an nginx worker counts as the gateway. */
function descendants(
  { name, pid }: Running,
  children: ReadonlyMap<number, readonly Running[]>,
): readonly Running[] {
  const own = (children.get(pid) ?? []).map((child) => ({ name, pid: child.pid }));
  return own.flatMap((child) => [child, ...descendants(child, children)]);
}

/**
 * Returns the children of every process, by the parent's pid, each under its program's name (proc_pid_stat(5): pid
 * (name) state parent ...).
 */
function childrenByParent(): ReadonlyMap<number, readonly Running[]> {
  const children = new Map<number, Running[]>();
  for (const entry of readdirSync("/proc")) {
    const stat = /^\d+$/.test(entry) ? /^\d+ \((.*)\) \S (\d+) /s.exec(readStat(entry)) : null;
    if (stat === null) continue;
    const parent = Number(stat[2]);
    children.set(parent, [...(children.get(parent) ?? []), { name: stat[1] ?? "", pid: Number(entry) }]);
  }
  return children;
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    // The process has ended since its pid was listed.
    return "";
  }
}

/**
 * Returns the inodes of a process's sockets (none if the process has ended), or the error code if they cannot be read.
 */
function socketsOf(pid: number): readonly string[] | string {
  const dir = `/proc/${pid}/fd`;
  try {
    return readdirSync(dir).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readLink(`${dir}/${fd}`))?.[1] ?? []);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return code === "ENOENT" || code === "ESRCH" ? [] : code;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // The file descriptor was closed after it was listed.
    return "";
  }
}
