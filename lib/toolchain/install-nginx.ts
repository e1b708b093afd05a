import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import { findExecutables, pathFolders } from "./executables.ts";
import { requireNginx } from "./nginx.ts";
import type { Program } from "./program.ts";
import type { ToolContext } from "./tool-context.ts";

const installArgs = ["install", "-y", "-qq", "--no-install-recommends", "nginx-light"];

/**
 * Installs nginx with apt-get, if apt-get exists and this process is root or has sudo without a password. The package
 * starts a server on port 80, which is stopped again. Throws HarnessError.
 */
export async function installNginx(context: ToolContext): Promise<Program> {
  if ((await findExecutables(["apt-get"], pathFolders(context.env))).length === 0) {
    throw new HarnessError("nginx: no apt-get here to install it with", {
      code: "NGINX_INSTALL",
      hint: "install nginx with this system's own package manager, then: lokiproof doctor",
    });
  }
  const asRoot = await rootPrefix(context);
  context.progress.say("apt-get install nginx-light");
  if ((await runQuietly([...asRoot, "apt-get", ...installArgs], context)).failed) {
    context.progress.say("apt-get update");
    await runQuietly([...asRoot, "apt-get", "update", "-qq"], context);
    const ran = await runQuietly([...asRoot, "apt-get", ...installArgs], context);
    if (ran.failed) throw installFailed(ran.said);
  }
  await stopService(asRoot, context);
  return await requireNginx(context);
}

async function rootPrefix(context: ToolContext): Promise<readonly string[]> {
  if (process.getuid?.() === 0) return [];
  if (!(await runQuietly(["sudo", "-n", "true"], context)).failed) return ["sudo", "-n"];
  throw new HarnessError("nginx: installing it needs root, and sudo asks for a password", {
    code: "NGINX_INSTALL",
    hint: "sudo apt-get install nginx-light",
  });
}

/**
 * Stops nginx and disables its service. Each command is permitted to fail: some machines lack systemd, and some
 * containers start no services.
 */
async function stopService(asRoot: readonly string[], context: ToolContext): Promise<void> {
  await runQuietly([...asRoot, "service", "nginx", "stop"], context);
  await runQuietly([...asRoot, "systemctl", "disable", "nginx"], context);
}

async function runQuietly(
  command: readonly string[],
  context: ToolContext,
): Promise<{ readonly failed: boolean; readonly said: string }> {
  const [file = "", ...args] = command;
  // Installed files must be readable by every user, whatever umask lokiproof runs with.
  const umask = process.umask(0o022);
  const running = execa(file, args, {
    all: true,
    reject: false,
    stdin: "ignore",
    env: { ...context.env, DEBIAN_FRONTEND: "noninteractive" },
    extendEnv: false,
    cancelSignal: context.signal,
  });
  process.umask(umask);
  const ran = await running;
  context.signal.throwIfAborted();
  return { failed: ran.failed, said: ran.all || ran.shortMessage || "" };
}

function installFailed(said: string): HarnessError {
  const tail = said.trim().split("\n").slice(-3).join("\n");
  return new HarnessError(`nginx: apt-get could not install nginx-light:\n${tail}`, {
    code: "NGINX_INSTALL",
    hint: "apt-get update && apt-get install nginx-light",
  });
}
