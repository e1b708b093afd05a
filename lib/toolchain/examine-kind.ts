import { execa } from "execa";
import type { Finding } from "./finding.ts";
import { findGo } from "./go-command.ts";
import { kindPins } from "./kind-pins.ts";
import { findKindTool } from "./provision-kind.ts";
import type { ToolContext } from "./tool-context.ts";

/**
 * Checks what a kind stack needs in addition to other stacks: a container engine that answers, kind, and Helm. Installs
 * nothing.
 */
export async function examineKind(context: ToolContext): Promise<readonly Finding[]> {
  return [
    await dockerFinding(context),
    await toolFinding("kind", context),
    await toolFinding("helm", context),
  ];
}

async function dockerFinding({ env, signal }: ToolContext): Promise<Finding> {
  const args = ["info", "--format", "{{.ServerVersion}}"];
  const asked = await execa("docker", args, { env, extendEnv: false, reject: false, cancelSignal: signal });
  signal.throwIfAborted();
  if (!asked.failed) return { name: "docker", state: "ok", detail: `${asked.stdout} answers` };
  const detail = (asked.stderr || asked.shortMessage || "").trim().split("\n")[0] ?? "";
  return { name: "docker", state: "missing", detail, fix: "install docker, or start it; then: docker info" };
}

async function toolFinding(name: "kind" | "helm", context: ToolContext): Promise<Finding> {
  const found = await findKindTool(name, context);
  if (found !== undefined)
    return { name, state: "ok", detail: `${found.version} (${found.source}) ${found.path}` };
  const { version } = kindPins[name];
  if ((await findGo(context)) !== undefined)
    return {
      name,
      state: "ok",
      detail: `${version}: will be built (minutes)`,
      fix: "lokiproof run --stack kind",
    };
  const detail = `${version}: neither on PATH nor in the cache, and no Go to build it`;
  return { name, state: "missing", detail, fix: `install ${name}, or Go (https://go.dev/dl)` };
}
