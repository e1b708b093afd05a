import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import { findExecutables, pathFolders } from "./executables.ts";
import type { Program } from "./program.ts";
import type { ToolContext } from "./tool-context.ts";

/**
 * Returns the nginx that is installed on this machine, of any version, because a gateway needs only stable proxy
 * features.
 */
export async function findNginx(context: ToolContext): Promise<Program | undefined> {
  const folders = [...pathFolders(context.env), ...context.systemFolders];
  for (const path of await findExecutables(["nginx"], folders)) {
    const ran = await execa(path, ["-v"], { all: true, reject: false, cancelSignal: context.signal });
    context.signal.throwIfAborted();
    const version = nginxVersion(ran.all);
    if (!ran.failed && version !== undefined) return { name: "nginx", version, path, source: "system" };
  }
  return undefined;
}

/**
 * Parses the output of `nginx -v`: "nginx version: nginx/1.22.1", on standard error. Forks print another name before
 * the slash.
 */
export function nginxVersion(output: string): string | undefined {
  return /^nginx version: [\w.-]+\/(\d+\.\d+\.\d+)/m.exec(output)?.[1];
}

export function nginxHint(context: ToolContext): string {
  return context.platform.os === "darwin"
    ? "brew install nginx"
    : "lokiproof doctor --fix   # or: apt-get install nginx-light";
}

export async function requireNginx(context: ToolContext): Promise<Program> {
  const nginx = await findNginx(context);
  if (nginx !== undefined) return nginx;
  throw new HarnessError(`nginx: none that runs on PATH nor in ${context.systemFolders.join(", ")}`, {
    code: "NGINX_MISSING",
    hint: nginxHint(context),
  });
}
