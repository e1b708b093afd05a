import { spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { networkInterfaces, platform } from "node:os";
import { delimiter, join } from "node:path";
import { usageError } from "../base/errors.ts";

/** A command prefix, program first. The command that is appended to the prefix runs in the network namespace. */
type Prefix = readonly [string, ...string[]];

/**
 * A shell command that brings loopback up. On some machines `ip` is only in root's PATH, hence the two extra folders.
 */
const bringUp = 'PATH="$PATH:/usr/sbin:/sbin" ip link set lo up';

/** Returns whether this process sees loopback and no other network. */
export function hasLoopbackOnly(): boolean {
  return Object.values(networkInterfaces()).every((addresses) =>
    addresses?.every(({ internal }) => internal),
  );
}

/**
 * Replaces this process by the same command in a new network namespace that has only loopback. Pid, terminal and exit
 * code stay, so Ctrl-C needs no forwarding. Never returns. Throws usageError if this machine does not permit it.
 */
export function startAgainSealed(): never {
  const refusals: string[] = [];
  for (const prefix of newNamespacePrefixes()) {
    const refusal = refusalOf(prefix);
    if (refusal === undefined)
      return replaceBy([...prefix, "sh", "-c", `${bringUp} && exec "$@"`, "lokiproof"]);
    refusals.push(refusal);
  }
  throw usageError(`--sealed: this machine permits no network namespace: ${refusals.join("; ")}`, {
    code: "CANNOT_SEAL",
    hint:
      platform() === "linux"
        ? "install util-linux and iproute2; run it as root, or permit user namespaces: sysctl kernel.unprivileged_userns_clone " +
          "kernel.apparmor_restrict_unprivileged_userns user.max_user_namespaces; in a container: --cap-add SYS_ADMIN"
        : "seal it on Linux, or leave --sealed out",
  });
}

/**
 * Replaces this process by the same command in the network namespace of process `pid`. Returns if this process is in
 * that namespace already.
 */
export function startAgainBeside(pid: number): void {
  if (isSameNamespace("net", pid)) return;
  const others = isSameNamespace("user", pid) ? [] : ["--user", "--preserve-credentials"];
  replaceBy([...enterPrefix(pid, others)]);
}

/** Returns the command prefix that a person types to reach a sealed stack. */
export function describeEntrance(pid: number): string {
  return enterPrefix(pid, isSameNamespace("user", pid) ? [] : ["--user", "--preserve-credentials"]).join(" ");
}

function enterPrefix(pid: number, others: readonly string[]): Prefix {
  return ["nsenter", "--target", String(pid), ...others, "--net"];
}

/**
 * Returns the command prefixes to try for a new network namespace. Root needs no user namespace. In a container, root
 * might be denied what a user namespace permits.
 */
function newNamespacePrefixes(): readonly Prefix[] {
  const asUser: Prefix = ["unshare", "--map-current-user", "--keep-caps", "--net"];
  return process.getuid?.() === 0 ? [["unshare", "--net"], asUser] : [asUser];
}

/**
 * Returns why a network namespace cannot be created with this command prefix, or undefined if it can. The namespace of
 * this trial ends with the trial.
 */
function refusalOf([program, ...args]: Prefix): string | undefined {
  const tried = spawnSync(program, [...args, "sh", "-c", bringUp], { encoding: "utf8", timeout: 10_000 });
  if (tried.error !== undefined) return `${program} (util-linux): ${tried.error.message}`;
  if (tried.status === 0) return undefined;
  const said = tried.stderr.trim().split("\n").at(-1) ?? "";
  return `${[program, ...args].join(" ")}: ${said || `it ended with ${tried.status ?? tried.signal}`}`;
}

/** Replaces this process by `prefix` followed by this process's own command line. */
function replaceBy([program = "", ...args]: readonly string[]): never {
  const file = findProgram(program);
  const own = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  if (process.execve === undefined) {
    throw usageError(
      `--sealed needs Linux and a Node.js that has process.execve; this is ${process.version} on ${process.platform}`,
      {
        code: "CANNOT_SEAL",
        hint: "leave --sealed out",
      },
    );
  }
  return process.execve(file, [program, ...args, ...own], process.env);
}

function findProgram(name: string): string {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/sbin"];
  const found = folders
    .map((folder) => join(folder, name))
    .find((file) => spawnSync("test", ["-x", file]).status === 0);
  if (found !== undefined) return found;
  throw usageError(`a sealed stack needs ${name}: expected it on PATH, it is not there`, {
    code: "CANNOT_SEAL",
    hint: "install util-linux",
  });
}

function isSameNamespace(kind: "net" | "user", pid: number): boolean {
  return readlinkSync(`/proc/self/ns/${kind}`) === readlinkSync(`/proc/${pid}/ns/${kind}`);
}
