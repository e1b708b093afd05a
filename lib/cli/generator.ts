import { Command } from "commander";
import { HarnessError } from "../base/errors.ts";
import { silentProgress } from "../base/log.ts";
import { agentPort } from "../generator/pods/agent-protocol.ts";
import { GeneratorAgent } from "../generator/pods/generator-agent.ts";
import { serveAgent } from "../generator/pods/serve-agent.ts";
import { print } from "../output/print.ts";
import { pins } from "../toolchain/pins.ts";
import { locate } from "../toolchain/provision.ts";
import { toolContext } from "../toolchain/tool-context.ts";
import { abortOnInterrupt } from "./interrupt.ts";

/**
 * `lokiproof generator`: the program in a pod of `run --generators`. It is hidden from the list of commands, because
 * people do not call it.
 */
export function generatorCommand(): Command {
  return new Command("generator")
    .description("a load generator in a cluster, controlled by its run")
    .requiredOption("--dir <dir>", "where it keeps what it records")
    .action(async ({ dir }: { readonly dir: string }) => {
      const signal = abortOnInterrupt();
      await serveAgent(new GeneratorAgent({ dir, k6Path: await k6Path(signal) }), {
        port: agentPort,
        signal,
        listening: (port) => print(`waiting on 127.0.0.1:${port} for the load to send\n`),
      });
    });
}

async function k6Path(signal: AbortSignal): Promise<string> {
  const context = toolContext({ progress: silentProgress, signal });
  const { k6 } = pins("3.0.0", context.platform);
  const found = await locate(k6, context);
  if (found !== undefined) return found.path;
  throw new HarnessError(`generator: expected k6 ${k6.version} on PATH`, {
    code: "TOOL_MISSING",
    hint: "is this the image of deploy/Dockerfile?",
  });
}
