import { execFileSync } from "node:child_process";
import { describeError, HarnessError } from "../../base/errors.ts";
import { lifting } from "../../faults/target.ts";
import type { Pausable } from "../../scenario/fault-schema.ts";
import { clusterNodes } from "./docker.ts";
import { lokiRelease } from "./kind-state.ts";

/** A container's processes know their pod's name as HOSTNAME: what follows it is a hash or a number. */
function podPattern(component: Pausable): string {
  return component === "minio" ? "^HOSTNAME=minio-" : `^HOSTNAME=${lokiRelease}-${component}-`;
}

/**
 * Stops every process of a component's pods where it is (SIGSTOP, by its number on the node); disposing lets all of them
 * go on. Throws HarnessError where there is none.
 */
export function pausePods(cluster: string, component: Pausable): Disposable {
  const nodes = clusterNodes(cluster);
  const told = nodes.map((node) => ({ node, pids: signalPods(node, component, "STOP") }));
  const resume = (): void => {
    for (const { node, pids } of told) if (pids.length > 0) kill(node, "CONT", pids);
  };
  if (told.some(({ pids }) => pids.length > 0)) return lifting(resume);
  throw new HarnessError(`cluster ${cluster}: no process of ${component} to pause`, {
    code: "NOTHING_TO_PAUSE",
  });
}

function signalPods(node: string, component: Pausable, signal: "STOP"): readonly string[] {
  const script = `grep -lzs '${podPattern(component)}' /proc/[0-9]*/environ | cut -d/ -f3; true`;
  const pids = onNode(node, ["sh", "-c", script])
    .split("\n")
    .filter((pid) => pid !== "");
  if (pids.length > 0) kill(node, signal, pids);
  return pids;
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
      hint: `docker exec ${node} ps`,
      cause,
    });
  }
}
