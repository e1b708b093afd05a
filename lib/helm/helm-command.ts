import { join } from "node:path";
import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";

export interface HelmContext {
  readonly helmPath: string;
  /** The folder of Helm's cache, config and data, separate from the folder of the user's own repositories. */
  readonly home: string;
  readonly signal: AbortSignal;
}

const answerTimeoutMs = 120_000;

/** A failed helm command. `said` is the end of Helm's error output, without the prefix "Error: ". */
export class HelmError extends HarnessError {
  readonly said: string;

  constructor(args: readonly string[], said: string) {
    super(`helm ${args[0] ?? ""} ${args[1] ?? ""}: ${said}`, { code: "HELM_FAILED" });
    this.said = said;
  }
}

/**
 * Runs a helm command that needs no cluster, without a kubeconfig, and returns the command's output. `input` becomes
 * standard input, so that values are never written to a file. Throws HelmError, or the reason of the abort.
 */
export async function helm(args: readonly string[], context: HelmContext, input = ""): Promise<string> {
  const ran = await execa(context.helmPath, [...args], {
    reject: false,
    input,
    timeout: answerTimeoutMs,
    cancelSignal: context.signal,
    env: {
      KUBECONFIG: "/dev/null",
      HELM_CACHE_HOME: join(context.home, "cache"),
      HELM_CONFIG_HOME: join(context.home, "config"),
      HELM_DATA_HOME: join(context.home, "data"),
    },
  });
  context.signal.throwIfAborted();
  if (ran.failed) throw new HelmError(args, saidOf(ran.stderr) || (ran.shortMessage ?? "it failed"));
  return ran.stdout;
}

/**
 * Returns Helm's error message without its prefixes. One prefix is `execution error at (loki/templates/x.yaml:4:4): `,
 * which precedes a template's message.
 */
function saidOf(stderr: string): string {
  const error = stderr.slice(Math.max(0, stderr.lastIndexOf("Error: "))).replace(/^Error: /, "");
  const template = /execution error at \([^)]*\): ([\s\S]*)/.exec(error);
  return (template?.[1] ?? error).split("\n\nUse --debug")[0]?.trim() ?? "";
}
