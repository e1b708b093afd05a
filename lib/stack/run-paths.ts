import { join } from "node:path";
import { homeFolder } from "../base/home-folder.ts";

/** Paths of a stack's folder, which is removed completely when the stack is disposed of. */
export interface RunPaths {
  readonly runId: string;
  readonly root: string;
  readonly journal: string;
  /** Path of the stack's state. The file contains credentials, so its mode is 0600. */
  readonly stackFile: string;
  /**
   * Path of the run's own copy of a kind cluster's kubeconfig, unaffected by later changes to the user's kubeconfig.
   * The copy's mode is 0600.
   */
  readonly kubeconfig: string;
  readonly overrides: string;
  readonly configs: string;
  readonly logs: string;
  readonly data: string;
}

/**
 * Returns the folder of all runs: $XDG_STATE_HOME/lokiproof, or ~/.local/state/lokiproof (XDG Base Directory
 * Specification).
 */
export function stateRoot(env: NodeJS.ProcessEnv = process.env): string {
  const given = env["XDG_STATE_HOME"];
  return join(given?.startsWith("/") ? given : join(homeFolder(env), ".local", "state"), "lokiproof");
}

export function runsRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(stateRoot(env), "runs");
}

export function runPaths(runId: string, env: NodeJS.ProcessEnv = process.env): RunPaths {
  const root = join(runsRoot(env), runId);
  return {
    runId,
    root,
    journal: join(root, "journal.jsonl"),
    stackFile: join(root, "stack.json"),
    kubeconfig: join(root, "kubeconfig"),
    overrides: join(root, "overrides.yaml"),
    configs: join(root, "configs"),
    logs: join(root, "logs"),
    data: join(root, "data"),
  };
}
