import { spawn } from "node:child_process";
import { z } from "zod";
import { describeError, type HarnessError, usageError } from "../base/errors.ts";
import { shellWords } from "../base/shell-words.ts";
import { printError } from "../output/print.ts";

/** The `exec` section of a user in a kubeconfig (client-go, tools/clientcmd/api/v1/types.go, ExecConfig). */
export const execSpec = z.looseObject({
  apiVersion: z.string().default("client.authentication.k8s.io/v1"),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  interactiveMode: z.enum(["Never", "IfAvailable", "Always"]).default("IfAvailable"),
});
export type ExecSpec = z.infer<typeof execSpec>;

/**
 * The output of a kubeconfig's credential plugin (client-go, pkg/apis/clientauthentication/v1/types.go,
 * ExecCredential).
 */
const execCredential = z.object({
  kind: z.literal("ExecCredential"),
  status: z
    .object({
      token: z.string().min(1).optional(),
      clientCertificateData: z.string().min(1).optional(),
      clientKeyData: z.string().min(1).optional(),
      expirationTimestamp: z.string().optional(),
    })
    .refine(({ token, clientCertificateData }) => token !== undefined || clientCertificateData !== undefined),
});
export type ExecCredential = z.infer<typeof execCredential>["status"];

export interface PluginTimes {
  /** The time after which the terminal shows that lokiproof is waiting for the credential plugin. */
  readonly noticeMs: number;
  readonly timeoutMs: number;
  /** The timeout of a credential plugin that can ask the user at the terminal. */
  readonly interactiveTimeoutMs: number;
}
/**
 * An environment variable with the credential plugin's timeout in seconds. The default is low, because a command should
 * answer within five seconds.
 */
const secondsVariable = "LOKIPROOF_CREDENTIAL_SECONDS";
const usualSeconds = 4;

function pluginTimes(env: NodeJS.ProcessEnv = process.env): PluginTimes {
  const given = Number(env[secondsVariable]);
  const seconds = given >= 1 && given <= 300 ? given : usualSeconds;
  return { noticeMs: 2000, timeoutMs: seconds * 1000, interactiveTimeoutMs: Math.max(90, seconds) * 1000 };
}

const killAfterMs = 300;
const maxOutputChars = 1024 * 1024;

/**
 * Runs a credential plugin and returns its credential. The plugin and its child processes are killed at the timeout, on
 * abort and when lokiproof ends, even if they ignore SIGTERM. Throws usageError, or the abort reason.
 */
export async function runExecPlugin(
  spec: ExecSpec,
  signal: AbortSignal,
  times: PluginTimes = pluginTimes(),
): Promise<ExecCredential> {
  signal.throwIfAborted();
  const asks = spec.interactiveMode !== "Never" && process.stdin.isTTY;
  const limitMs = asks ? times.interactiveTimeoutMs : times.timeoutMs;
  const limit = new AbortController();
  const notice = setTimeout(() => {
    printError(
      `waiting for ${spec.command}, the kubeconfig's credential plugin, for ${limitMs / 1000} s at most; Ctrl-C ends it\n`,
    );
  }, times.noticeMs);
  const timer = setTimeout(
    () =>
      limit.abort(
        failed(spec, `gave no credential in ${limitMs / 1000} s (${secondsVariable} sets another limit)`),
      ),
    limitMs,
  );
  try {
    const printed = await outputOf(spec, asks, AbortSignal.any([signal, limit.signal]));
    return parseCredential(spec, printed);
  } finally {
    clearTimeout(notice);
    clearTimeout(timer);
  }
}

function outputOf(spec: ExecSpec, asks: boolean, signal: AbortSignal): Promise<string> {
  // A detached plugin has its own process group, which can be killed as a whole. An interactive plugin stays in
  // lokiproof's group, because only the terminal's foreground group can read from the terminal.
  const plugin = spawn(spec.command, spec.args ?? [], {
    detached: !asks,
    stdio: [asks ? "inherit" : "ignore", "pipe", "pipe"],
    env: { ...process.env, ...variablesOf(spec, asks) },
  });
  const kill = (name: NodeJS.Signals): void => {
    if (plugin.pid !== undefined) signalTo(asks ? plugin.pid : -plugin.pid, name);
  };
  const killNow = (): void => kill("SIGKILL");
  process.once("exit", killNow);
  let said = "";
  let complained = "";
  plugin.stdout?.on("data", (data: Buffer) => {
    said = (said + data.toString()).slice(0, maxOutputChars);
  });
  plugin.stderr?.on("data", (data: Buffer) => {
    complained = (complained + data.toString()).slice(-1000);
  });
  return new Promise<string>((resolve, reject) => {
    const stop = (): void => {
      kill("SIGTERM");
      setTimeout(killNow, killAfterMs);
      plugin.stdout?.destroy();
      plugin.stderr?.destroy();
      const reason: unknown = signal.reason;
      reject(reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    plugin.once("error", (error) => reject(failed(spec, `cannot be run: ${describeError(error)}`)));
    // The credential plugin's exit decides, not the end of its output: a child process can keep its output open.
    plugin.once("exit", (code, by) => {
      signal.removeEventListener("abort", stop);
      setImmediate(() => {
        killNow();
        process.off("exit", killNow);
        if (code === 0) resolve(said);
        else reject(failed(spec, `ended with ${code ?? by}: ${lastLine(complained)}`));
      });
    });
  });
}

function variablesOf(spec: ExecSpec, interactive: boolean): Record<string, string> {
  const info = { apiVersion: spec.apiVersion, kind: "ExecCredential", spec: { interactive } };
  const own = Object.fromEntries((spec.env ?? []).map(({ name, value }) => [name, value]));
  return { KUBERNETES_EXEC_INFO: JSON.stringify(info), ...own };
}

/** Parses a credential plugin's output. Error messages never quote the output, because it could be the credential. */
function parseCredential(spec: ExecSpec, printed: string): ExecCredential {
  try {
    return execCredential.parse(JSON.parse(printed)).status;
  } catch {
    throw failed(
      spec,
      printed.trim() === "" ? "printed nothing" : "printed something that is no ExecCredential with a token",
    );
  }
}

function failed({ command, args }: ExecSpec, how: string): HarnessError {
  return usageError(`the kubeconfig's credential plugin ${command} ${how}`, {
    code: "KUBE_CREDENTIAL",
    hint: `see what it does by itself: ${shellWords([command, ...(args ?? [])].slice(0, 4))}`,
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 200) || "nothing on stderr";
}

function signalTo(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // The plugin's process is already gone.
  }
}
