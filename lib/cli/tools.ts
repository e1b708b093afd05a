import { Command } from "commander";
import { silentProgress } from "../base/log.ts";
import { print } from "../output/print.ts";
import { lokiRelease } from "../plan/names.ts";
import { stackSpec } from "../plan/stack-schema.ts";
import { discardDamaged, provision } from "../toolchain/provision.ts";
import { requireFolders } from "../toolchain/require-folder.ts";
import { alignColumns } from "./align-columns.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { textOf } from "./text-parsers.ts";
import { cacheFolder, temporaryFolder } from "./used-folders.ts";

/** The Loki version for a scenario that states no version. */
export const defaultLokiVersion = stackSpec.parse({}).lokiVersion;

/** `lokiproof tools`: finds, downloads or builds every program that lokiproof needs, and prints each program's path. */
export function toolsCommand(): Command {
  return new Command("tools")
    .description("find, download or build the programs that a run starts")
    .option("--loki <version>", "the Loki to have", textOf(lokiRelease), defaultLokiVersion)
    .option("--rebuild", "make again what is damaged in the cache", false)
    .action(tools);
}

interface ToolsFlags {
  readonly loki: string;
  readonly rebuild: boolean;
}

async function tools({ loki, rebuild }: ToolsFlags): Promise<void> {
  const signal = abortOnInterrupt();
  await requireFolders([cacheFolder(), temporaryFolder()]);
  if (rebuild) await discardDamaged({ loki }, { progress: silentProgress, signal });
  const programs = await terminalProgress.step("toolchain", async (progress) => {
    return await provision({ loki }, { progress, signal });
  });
  const rows = Object.values(programs).map(({ name, version, source, path }) => [
    name,
    version,
    source,
    path,
  ]);
  print(alignColumns([["name", "version", "source", "path"], ...rows]));
}
