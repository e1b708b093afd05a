import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { availableParallelism, tmpdir } from "node:os";
import { dirname } from "node:path";
import { describeError } from "../base/errors.ts";
import { type Finding, roomFinding } from "./finding.ts";
import type { ToolContext } from "./tool-context.ts";

/**
 * The oldest Node.js version that strips TypeScript types without a warning (nodejs.org/docs, "Modules: TypeScript").
 */
const neededNode = [24, 12] as const;

/**
 * Checks Node.js, disk, memory, cores and loopback. `building` means that Loki, MinIO or k6 must still be built, which
 * takes more disk.
 */
export async function examineMachine(building: boolean, context: ToolContext): Promise<readonly Finding[]> {
  return [
    nodeFinding(process.versions.node),
    await diskFinding("disk, cache", context.toolsDir, {
      // Building all three programs from nothing used 3.3 GiB in Go's build cache and 4.3 GiB in its module cache.
      wantedGibibytes: building ? 9 : 1,
      neededGibibytes: building ? 2 : 0.1,
      fix: "go clean -cache, or set XDG_CACHE_HOME, GOCACHE and GOMODCACHE to a larger disk",
    }),
    await diskFinding("disk, temp", tmpdir(), {
      wantedGibibytes: 2,
      neededGibibytes: 0.5,
      fix: `free some of ${tmpdir()}, or set TMPDIR to a larger disk`,
    }),
    roomFinding("memory", process.availableMemory(), {
      // Enough memory for about 25 Loki processes of 120 MB each, and k6.
      wantedGibibytes: 4,
      neededGibibytes: 2,
      fix: "close other programs, or lower `replicas` in the scenario",
    }),
    coresFinding(availableParallelism()),
    await loopbackFinding(),
  ];
}

/** Checks the version of Node.js, in the form of process.versions.node: "24.21.0". */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1]);
  if (enough) return { name: "node", state: "ok", detail: version };
  const detail = `${version}, expected ${neededNode.join(".")} or newer`;
  return {
    name: "node",
    state: "missing",
    detail,
    fix: "npm ci   # brings the pinned Node; then: lokiproof doctor",
  };
}

function coresFinding(cores: number): Finding {
  const detail = `${cores} for this process`;
  if (cores >= 2) return { name: "cores", state: "ok", detail };
  const fix = "raise the container's CPU limit to 2: latency claims may stay unknown on one";
  return { name: "cores", state: "warning", detail, fix };
}

async function diskFinding(
  name: string,
  folder: string,
  room: Parameters<typeof roomFinding>[2],
): Promise<Finding> {
  const free = await freeBytes(folder);
  const finding = roomFinding(name, free, room);
  return { ...finding, detail: `${finding.detail} in ${folder}` };
}

/** Returns the free bytes of the disk that holds a folder, or its nearest parent that exists. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return await freeBytes(dirname(folder));
  }
}

async function loopbackFinding(): Promise<Finding> {
  const name = "loopback";
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return { name, state: "ok", detail: "ports of 127.0.0.1 can be bound" };
  } catch (error) {
    return { name, state: "missing", detail: describeError(error), fix: "ip link set lo up" };
  } finally {
    server.close();
  }
}
