import { tmpdir } from "node:os";
import { makeReportsFolder, type Readers } from "../output/access.ts";
import { stateRoot } from "../stack/run-paths.ts";
import type { WantedFolder } from "../toolchain/require-folder.ts";
import { toolsDirOf } from "../toolchain/tool-context.ts";

/** Where programs are kept. */
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

/** Where a stack keeps what it has while it runs. */
export function stateFolder(): WantedFolder {
  return {
    what: "state folder",
    path: stateRoot(),
    fix: "set XDG_STATE_HOME to a folder of yours on a disk with room",
  };
}

/** Everything that a run writes to: bodies of its load in the cache, its stack's state, and its report. */
export function runFolders(outDir: string, readers: Readers): readonly WantedFolder[] {
  const report = {
    what: "folder of reports",
    path: outDir,
    fix: "choose another with --out DIR",
    make: () => makeReportsFolder(outDir, readers),
  };
  return [cacheFolder(), temporaryFolder(), stateFolder(), report];
}
