import { execa } from "execa";
import { HarnessError } from "../../base/errors.ts";
import { runIdVariable, stateRootVariable } from "../process-table.ts";
import { stateRoot } from "../run-paths.ts";

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  /** The purpose of the program's run, for messages, such as "creating the cluster". */
  readonly doing: string;
  /**
   * The id of the run whose mark the process gets, so that `sweep` finds the process if lokiproof is killed in the
   * meantime.
   */
  readonly runId?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end and returns its standard output. Throws HarnessError TOOL_FAILED with the last lines of the
 * program's output. On abort, sends SIGTERM, kills the program ten seconds later, and throws the signal's reason.
 */
export async function runTool(call: ToolCall): Promise<string> {
  call.signal?.throwIfAborted();
  const mark =
    call.runId === undefined ? {} : { [runIdVariable]: call.runId, [stateRootVariable]: stateRoot() };
  const ran = await execa(call.program, [...call.args], {
    env: { ...mark, ...call.env },
    reject: false,
    // A separate process group, so that `sweep` ends a process together with its children, and Ctrl-C does not reach
    // the process.
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

/** Returns command-line options: "--name", "value", ... */
export function options(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
