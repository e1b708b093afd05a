import { execFileSync } from "node:child_process";
import { describeError, HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import { lifting } from "../../faults/target.ts";
import type { Pausable } from "../../plan/fault-schema.ts";
import { clusterNodes } from "./docker.ts";
import type { KindPlace, KindState } from "./kind-state.ts";

/**
 * Returns a pattern that matches the environment of a component's processes. HOSTNAME is the pod's name, which ends
 * with a hash or a number.
 */
function podPattern(component: Pausable, release: string): string {
  return component === "minio" ? "^HOSTNAME=minio-" : `^HOSTNAME=${release}-${component}-`;
}

/**
 * Freezes every process of a component's pods (SIGSTOP, by its pid on the node) until the result is disposed of. Pods
 * of the same names in other namespaces are not frozen. Throws HarnessError if the component has no process.
 */
export function pausePods(
  { cluster, ...place }: Pick<KindState, "cluster" | keyof KindPlace>,
  component: Pausable,
): Disposable {
  const told = clusterNodes(cluster.name).map((node) => {
    const pids = podProcesses(node, component, place);
    if (pids.length > 0) kill(node, "STOP", pids);
    return { node, pids };
  });
  const resume = (): void => {
    for (const { node, pids } of told) if (pids.length > 0) kill(node, "CONT", pids);
  };
  if (told.some(({ pids }) => pids.length > 0)) return lifting(resume);
  throw new HarnessError(`cluster ${cluster.name}: no process of ${component} to pause`, {
    code: "NOTHING_TO_PAUSE",
  });
}

/**
 * Returns the pids, on a node, of a component's processes. Excludes processes of other namespaces by resolv.conf, in
 * which the kubelet lists the pod's own namespace first.
 */
function podProcesses(
  node: string,
  component: Pausable,
  { namespace, release, ownNamespace }: KindPlace,
): readonly string[] {
  const search = `^search ${component === "minio" ? ownNamespace : namespace}\\.svc\\.`;
  const script = `for one in $(grep -lzs '${podPattern(component, release)}' /proc/[0-9]*/environ); do
  one=\${one%/environ}
  if grep -qs '${search}' $one/root/etc/resolv.conf; then echo \${one#/proc/}; fi
done; true`;
  return onNode(node, ["sh", "-c", script])
    .split("\n")
    .filter((pid) => pid !== "");
}

function kill(node: string, signal: "STOP" | "CONT", pids: readonly string[]): void {
  onNode(node, ["sh", "-c", `kill -${signal} ${pids.join(" ")} 2>/dev/null; true`]);
}

/**
 * Runs a command on a node. Synchronous, because a fault may be lifted while lokiproof exits, when nothing can be
 * awaited.
 */
function onNode(node: string, command: readonly string[]): string {
  try {
    return execFileSync("docker", ["exec", node, ...command], { encoding: "utf8", timeout: 30_000 });
  } catch (cause) {
    throw new HarnessError(`node ${node}: ${describeError(cause)}`, {
      code: "NODE_SILENT",
      hint: shell`docker exec ${node} ps`,
      cause,
    });
  }
}
