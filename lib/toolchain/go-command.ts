import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import { findExecutables, pathFolders } from "./executables.ts";
import { diskFull, saysDiskFull } from "./storage-error.ts";
import type { ToolContext } from "./tool-context.ts";

/** Returns the path of the `go` on PATH, else of the one in Go's default install folder; undefined if there is none. */
export async function findGo(context: ToolContext): Promise<string | undefined> {
  return (await findExecutables(["go"], [...pathFolders(context.env), ...context.systemFolders]))[0];
}

/**
 * Returns the path of the `go` command. Throws HarnessError if Go is not installed. `toBuild` names the program to
 * build, with its version: "loki 3.7.8".
 */
export async function requireGo(toBuild: string, context: ToolContext): Promise<string> {
  const go = await findGo(context);
  if (go !== undefined) return go;
  throw new HarnessError(
    `${toBuild} must be built, and no go is on PATH or in ${context.systemFolders.join(", ")}`,
    {
      code: "GO_MISSING",
      hint: `install Go (https://go.dev/dl), or put a ready ${toBuild.replace(" ", "-")} on PATH, then: lokiproof tools`,
    },
  );
}

export interface GoCommand {
  readonly go: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The purpose of the go command, for messages: "building loki 3.7.8". */
  readonly doing: string;
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the `go` command and returns its standard output. `onLine` receives each line of the command's standard error.
 * If `go` is interrupted, it removes its temporary files; if it is killed, they remain under `cwd`.
 */
export async function runGo(command: GoCommand, context: ToolContext): Promise<string> {
  const ran = await execa(command.go, [...command.args], {
    cwd: command.cwd,
    env: { ...context.env, ...goEnv(command.cwd, context) },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    cancelSignal: context.signal,
    killSignal: "SIGINT",
    stderr: function* (line: unknown) {
      command.onLine?.(String(line));
      yield line;
    },
  });
  context.signal.throwIfAborted();
  if (ran.failed) throw goError(command, ran.stderr || ran.stdout || ran.shortMessage || "", context);
  return ran.stdout;
}

function goEnv(cwd: string, context: ToolContext): NodeJS.ProcessEnv {
  const { os, arch } = context.platform;
  return { GOTMPDIR: cwd, GOWORK: "off", CGO_ENABLED: "0", GOOS: os, GOARCH: arch };
}

function goError(command: GoCommand, said: string, context: ToolContext): HarnessError {
  if (saysDiskFull(said)) return diskFull(command.doing, context.toolsDir);
  const tail = said.trim().split("\n").slice(-5).join("\n");
  const message = `${command.doing}: ${command.go} ${command.args[0] ?? ""} failed:\n${tail}`;
  if (/requires go >=|invalid go version|unknown directive|not available.*toolchain/.test(said)) {
    const hint = "install a newer Go (https://go.dev/dl) or unset GOTOOLCHAIN, then: lokiproof tools";
    return new HarnessError(message, { code: "GO_TOO_OLD", hint });
  }
  if (/unknown revision|no matching versions|invalid version/.test(said)) {
    const hint = "lokiproof tools --loki <a version that was released>";
    return new HarnessError(message, { code: "VERSION_UNKNOWN", hint, exitCode: 3 });
  }
  const hint =
    "see `go env GOPROXY` and the network, then: lokiproof tools   # modules that arrived are kept";
  return new HarnessError(message, { code: "GO_FAILED", hint });
}
