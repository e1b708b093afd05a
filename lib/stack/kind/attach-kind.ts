import { openKube } from "../../kube/kube.ts";
import { runPaths } from "../run-paths.ts";
import { readState } from "../stack-file.ts";
import { findMembers } from "./kind-members.ts";
import { KindStack } from "./kind-stack.ts";
import { kindState } from "./kind-state.ts";

/**
 * Returns a kind stack that another lokiproof left running, with new tunnels to its pods. Throws HarnessError if the
 * stack's state cannot be read or it has no Loki process.
 */
export async function attachKind(runId: string, signal: AbortSignal): Promise<KindStack> {
  const { stackFile, kubeconfig } = runPaths(runId);
  const state = readState(stackFile, kindState);
  const kube = await openKube({ kubeconfig, context: state.cluster.context });
  await using tunnels = new AsyncDisposableStack();
  const found = await findMembers(kube, state, { tunnels, signal });
  return new KindStack({ state, kube, found, tunnels: tunnels.move() });
}
