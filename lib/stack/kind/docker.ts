import { execFileSync } from "node:child_process";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { runTool } from "./run-tool.ts";

/** The label under which kind's containers carry their cluster's name (sigs.k8s.io/kind, docker/constants.go). */
const clusterLabel = "io.x-k8s.kind.cluster";
export const runIdLabel = "lokiproof.run-id";

const removeTimeoutMs = 60_000;

/** Throws HarnessError DOCKER_SILENT where no container engine answers. */
export async function requireDocker(signal: AbortSignal): Promise<void> {
  try {
    await docker(["info", "--format", "{{.ServerVersion}}"], { doing: "asking docker", signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new HarnessError("a kind stack needs docker: expected `docker info` to answer, it does not", {
      code: "DOCKER_SILENT",
      hint: "start docker, then: docker info",
      cause,
    });
  }
}

/** Runs one docker command and gives what it printed. Throws HarnessError with docker's own words. */
export function docker(
  args: readonly string[],
  options: { readonly doing: string; readonly runId?: string; readonly signal?: AbortSignal },
): Promise<string> {
  return runTool({ program: "docker", args, ...options });
}

/** A bridge of the run's own, so that kind leaves the network `kind` of others alone. */
export async function createNetwork(name: string, runId: string, signal: AbortSignal): Promise<void> {
  const masquerade = "com.docker.network.bridge.enable_ip_masquerade=true";
  const label = `${runIdLabel}=${runId}`;
  const args = ["network", "create", "-d", "bridge", "-o", masquerade, "--label", label, name];
  await docker(args, { doing: `making the network ${name}`, runId, signal });
}

/**
 * Removes the containers of a cluster with their volumes, as `kind delete cluster` does, but without touching any
 * kubeconfig. Resolves when none is left; at once where there is none.
 */
export async function removeCluster(name: string): Promise<void> {
  await removeAll(
    `cluster ${name}`,
    ["ps", "-aq", "--filter", `label=${clusterLabel}=${name}`],
    ["rm", "-f", "-v"],
  );
}

/** Removes the containers that a run started beside its cluster, to look into its node image. */
export async function removeContainers(runId: string): Promise<void> {
  const filter = `label=${runIdLabel}=${runId}`;
  await removeAll(`containers of ${runId}`, ["ps", "-aq", "--filter", filter], ["rm", "-f", "-v"]);
}

/** Removes a network by its name; nothing happens where there is none. */
export async function removeNetwork(name: string): Promise<void> {
  await removeAll(
    `network ${name}`,
    ["network", "ls", "-q", "--filter", `name=^${name}$`],
    ["network", "rm"],
  );
}

/** Throws HarnessError where some of it is still there after a minute. */
async function removeAll(what: string, list: readonly string[], remove: readonly string[]): Promise<void> {
  let quiet = 0;
  const seen = await poll(
    async () => {
      const found = lines(await docker(list, { doing: `looking for ${what}` }));
      quiet = found.length === 0 ? quiet + 1 : 0;
      if (found.length > 0) await docker([...remove, ...found], { doing: `removing ${what}` });
      return found;
    },
    // Twice: what a docker that was just killed had asked for may be on its way.
    () => quiet === 2,
    { timeoutMs: removeTimeoutMs, intervalMs: 300, signal: new AbortController().signal },
  );
  if (seen.settled) return;
  throw new HarnessError(`${what}: expected it to be gone, ${seen.lastError ?? seen.last?.join(", ")}`, {
    code: "DOCKER_STAYS",
    hint: shell`docker ${list}`,
  });
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/**
 * The first process of each node of a cluster, by its number on this machine: all that runs in its pods descends from one
 * (a shim that lost its parent is given to the first process of its PID namespace: pid_namespaces(7)).
 */
export function nodeProcesses(cluster: string): readonly number[] {
  const args = ["inspect", "--format", "{{.State.Pid}}", ...clusterNodes(cluster)];
  return lines(execFileSync("docker", args, { encoding: "utf8", timeout: 30_000 })).map(Number);
}

/** The names of every kind cluster that runs, whoever made it. */
export async function runningClusters(signal: AbortSignal): Promise<readonly string[]> {
  const args = ["ps", "--filter", `label=${clusterLabel}`, "--format", `{{.Label "${clusterLabel}"}}`];
  return [...new Set(lines(await docker(args, { doing: "looking for kind clusters", signal })))].sort();
}

/** Whether a cluster has a node, be it stopped. */
export async function clusterExists(name: string): Promise<boolean> {
  const args = ["ps", "-aq", "--filter", `label=${clusterLabel}=${name}`];
  return lines(await docker(args, { doing: `looking for cluster ${name}` })).length > 0;
}

/** The containers that are a cluster's nodes. At once: what needs them is undone where nothing can be waited for. */
export function clusterNodes(name: string): readonly string[] {
  const filter = ["--filter", `label=${clusterLabel}=${name}`, "--format", "{{.Names}}"];
  return lines(execFileSync("docker", ["ps", ...filter], { encoding: "utf8", timeout: 30_000 }));
}
