import { isAlive } from "../process-table.ts";
import type { RunPaths } from "../run-paths.ts";
import { lastLogLines } from "../spawned.ts";
import type { MemberState } from "../stack.ts";
import { logPath } from "./process-specs.ts";
import type { StackState } from "./stack-state.ts";

/**
 * Returns the current state of a stack's processes. A process that was never started, or that lokiproof stopped, is
 * `stopped`. A process that ended by itself is `crashed`, with the last line that it logged.
 */
export function memberStates(state: StackState, paths: RunPaths): readonly MemberState[] {
  const { topology, plan, versions } = state;
  const lokis = topology.lokis.map(({ name, target, httpPort }) =>
    known({ name, component: target, version: plan.lokiVersion }, httpPort),
  );
  const gateway = known(
    { name: "gateway", component: "gateway", version: versions.nginx },
    topology.gatewayPort,
  );
  const minio = known({ name: "minio", component: "minio", version: versions.minio }, topology.minioPort);
  return [...lokis, gateway, minio].map((member) => ({ ...member, ...stateOf(member.name, state, paths) }));
}

type Known = Omit<MemberState, "state" | "detail">;

function known(of: Omit<Known, "url">, port: number): Known {
  return { ...of, url: `http://127.0.0.1:${port}` };
}

function stateOf(name: string, state: StackState, paths: RunPaths): Pick<MemberState, "state" | "detail"> {
  const process = state.processes[name];
  if (process === undefined) return { state: "stopped" };
  if (isAlive(process)) return { state: "running" };
  const [lastLine] = lastLogLines(logPath({ name }, paths), 1);
  return { state: "crashed", ...(lastLine === undefined ? {} : { detail: lastLine }) };
}
