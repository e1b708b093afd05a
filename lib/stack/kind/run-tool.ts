import { execa } from "execa";
import { HarnessError } from "../../base/errors.ts";
import { runIdVariable, stateRootVariable } from "../process-table.ts";
import { stateRoot } from "../run-paths.ts";

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  /** What it is for: "creating the cluster". */
  readonly doing: string;
  /** Marks the process, so that `sweep` finds it should lokiproof be killed meanwhile. */
  readonly runId?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end and gives its standard output. Throws HarnessError TOOL_FAILED with its last words, and the
 * signal's reason when it was aborted: the program is told by SIGTERM and killed ten seconds later.
 */
export async function runTool(call: ToolCall): Promise<string> {
  call.signal?.throwIfAborted();
  const mark =
    call.runId === undefined ? {} : { [runIdVariable]: call.runId, [stateRootVariable]: stateRoot() };
  const ran = await execa(call.program, [...call.args], {
    env: { ...mark, ...call.env },
    reject: false,
    // A group of its own: what `sweep` ends is a process with all that it started, and Ctrl-C at the terminal is ours.
    detached: true,
    ...(call.input === undefined ? { stdin: "ignore" } : { input: call.input }),
    ...(call.signal === undefined ? {} : { cancelSignal: call.signal }),
    forceKillAfterDelay: 10_000,
    stderr: function* (line: unknown) {
      call.onLine?.(String(line));
      yield line;
    },
  });
  call.signal?.throwIfAborted();
  if (!ran.failed) return ran.stdout;
  const said = (ran.stderr || ran.stdout || ran.shortMessage || "").trim().split("\n").slice(-8).join("\n");
  const command = [call.program.slice(call.program.lastIndexOf("/") + 1), ...call.args]
    .join(" ")
    .slice(0, 300);
  throw new HarnessError(`${call.doing}: ${command} failed:\n${said}`, {
    code: "TOOL_FAILED",
    hint: "lokiproof doctor",
  });
}

/** "--name", "value", ... */
export function options(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
