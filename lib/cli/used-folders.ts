import { tmpdir } from "node:os";
import { makeReportsFolder, type Readers } from "../output/access.ts";
import { stateRoot } from "../stack/run-paths.ts";
import type { WantedFolder } from "../toolchain/require-folder.ts";
import { toolsDirOf } from "../toolchain/tool-context.ts";

/** Returns the folder in which downloaded and built programs are kept. */
export function cacheFolder(): WantedFolder {
  return {
    what: "cache folder",
    path: toolsDirOf(process.env),
    fix: "set XDG_CACHE_HOME to a folder of yours on a disk with room",
  };
}

export function temporaryFolder(): WantedFolder {
  return {
    what: "temporary folder",
    path: tmpdir(),
    fix: "set TMPDIR to a folder of yours on a disk with room",
  };
}

/** Returns the folder in which a running stack keeps its files. */
export function stateFolder(): WantedFolder {
  return {
    what: "state folder",
    path: stateRoot(),
    fix: "set XDG_STATE_HOME to a folder of yours on a disk with room",
  };
}

/**
 * Returns every folder that a run writes to: the cache (for request bodies), the temporary folder, the stack's state
 * and the report.
 */
export function runFolders(outDir: string, readers: Readers): readonly WantedFolder[] {
  const report = {
    what: "folder of reports",
    path: outDir,
    fix: "choose another with --out DIR",
    make: () => makeReportsFolder(outDir, readers),
  };
  return [cacheFolder(), temporaryFolder(), stateFolder(), report];
}
