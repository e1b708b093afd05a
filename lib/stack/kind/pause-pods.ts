import { execFileSync } from "node:child_process";
import { describeError, HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import { lifting } from "../../faults/target.ts";
import type { Pausable } from "../../plan/fault-schema.ts";
import { clusterNodes } from "./docker.ts";
import type { KindPlace, KindState } from "./kind-state.ts";

/** A container's processes know their pod's name as HOSTNAME: what follows it is a hash or a number. */
function podPattern(component: Pausable, release: string): string {
  return component === "minio" ? "^HOSTNAME=minio-" : `^HOSTNAME=${release}-${component}-`;
}

/**
 * Stops every process of a component's pods where it is (SIGSTOP, by its number on the node); disposing lets all of them
 * go on. Pods of other namespaces may have such names, too: they go on. Throws HarnessError where there is none.
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

/** A pod's namespace is the first that its names are looked for in: kubelet writes so into its resolv.conf. */
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

/** At once, because a fault is lifted where nothing can be waited for: when lokiproof leaves. */
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
