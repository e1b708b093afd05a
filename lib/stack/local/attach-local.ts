import { runPaths } from "../run-paths.ts";
import { readState } from "../stack-file.ts";
import { LocalStack } from "./local-stack.ts";
import { stackState } from "./stack-state.ts";

/**
 * Returns a local stack that another lokiproof left running. Throws HarnessError if the stack's state cannot be read.
 */
export function attachLocal(runId: string): LocalStack {
  return new LocalStack(readState(runPaths(runId).stackFile, stackState));
}
