import { execFileSync } from "node:child_process";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { runTool } from "./run-tool.ts";

/** The label of kind's containers that holds the name of the kind cluster (sigs.k8s.io/kind, docker/constants.go). */
const clusterLabel = "io.x-k8s.kind.cluster";
export const runIdLabel = "lokiproof.run-id";

const removeTimeoutMs = 60_000;

/** Throws HarnessError DOCKER_SILENT if no container engine answers. */
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

/** Runs one docker command and returns its output. Throws HarnessError with docker's own message. */
export function docker(
  args: readonly string[],
  options: { readonly doing: string; readonly runId?: string; readonly signal?: AbortSignal },
): Promise<string> {
  return runTool({ program: "docker", args, ...options });
}

/** Creates a separate bridge network for the run, so that kind does not touch the shared network `kind`. */
export async function createNetwork(name: string, runId: string, signal: AbortSignal): Promise<void> {
  const masquerade = "com.docker.network.bridge.enable_ip_masquerade=true";
  const label = `${runIdLabel}=${runId}`;
  const args = ["network", "create", "-d", "bridge", "-o", masquerade, "--label", label, name];
  await docker(args, { doing: `making the network ${name}`, runId, signal });
}

/**
 * Removes the containers and volumes of a cluster, as `kind delete cluster` does, but without touching any
 * kubeconfig. Resolves when none is left.
 */
export async function removeCluster(name: string): Promise<void> {
  await removeAll(
    `cluster ${name}`,
    ["ps", "-aq", "--filter", `label=${clusterLabel}=${name}`],
    ["rm", "-f", "-v"],
  );
}

/** Removes the containers that a run started outside of its cluster to inspect a node image. */
export async function removeContainers(runId: string): Promise<void> {
  const filter = `label=${runIdLabel}=${runId}`;
  await removeAll(`containers of ${runId}`, ["ps", "-aq", "--filter", filter], ["rm", "-f", "-v"]);
}

/** Removes a docker network by its name, if the network exists. */
export async function removeNetwork(name: string): Promise<void> {
  await removeAll(
    `network ${name}`,
    ["network", "ls", "-q", "--filter", `name=^${name}$`],
    ["network", "rm"],
  );
}

/** Removes everything that `list` finds. Throws HarnessError if `list` still finds something after a minute. */
async function removeAll(what: string, list: readonly string[], remove: readonly string[]): Promise<void> {
  let quiet = 0;
  const seen = await poll(
    async () => {
      const found = lines(await docker(list, { doing: `looking for ${what}` }));
      quiet = found.length === 0 ? quiet + 1 : 0;
      if (found.length > 0) await docker([...remove, ...found], { doing: `removing ${what}` });
      return found;
    },
    // `list` must find nothing twice in a row, because a docker command that was just killed might still take effect.
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
 * Returns the pid, on this machine, of the first process of each node of a cluster. Every process of the cluster's pods
 * descends from one of these pids, even if its shim died: the first process of a PID namespace adopts orphans
 * (pid_namespaces(7)).
 */
export function nodeProcesses(cluster: string): readonly number[] {
  const args = ["inspect", "--format", "{{.State.Pid}}", ...clusterNodes(cluster)];
  return lines(execFileSync("docker", args, { encoding: "utf8", timeout: 30_000 })).map(Number);
}

/** Returns the names of all running kind clusters, whoever made them. */
export async function runningClusters(signal: AbortSignal): Promise<readonly string[]> {
  const args = ["ps", "--filter", `label=${clusterLabel}`, "--format", `{{.Label "${clusterLabel}"}}`];
  return [...new Set(lines(await docker(args, { doing: "looking for kind clusters", signal })))].sort();
}

/** Returns whether a cluster has a node, running or stopped. */
export async function clusterExists(name: string): Promise<boolean> {
  const args = ["ps", "-aq", "--filter", `label=${clusterLabel}=${name}`];
  return lines(await docker(args, { doing: `looking for cluster ${name}` })).length > 0;
}

/**
 * Returns the containers that are a cluster's nodes. Synchronous, because faults are lifted while the process exits,
 * when nothing can be awaited.
 */
export function clusterNodes(name: string): readonly string[] {
  const filter = ["--filter", `label=${clusterLabel}=${name}`, "--format", "{{.Names}}"];
  return lines(execFileSync("docker", ["ps", ...filter], { encoding: "utf8", timeout: 30_000 }));
}
