import type { Finding } from "../toolchain/finding.ts";
import { folderProblem } from "../toolchain/require-folder.ts";
import { cacheFolder, stateFolder, temporaryFolder } from "./used-folders.ts";

/** Checks whether each folder that a run writes to, except the report's, is writable. */
export async function examineFolders(): Promise<readonly Finding[]> {
  return await Promise.all(
    [cacheFolder(), temporaryFolder(), stateFolder()].map(async (folder): Promise<Finding> => {
      const problem = await folderProblem(folder);
      if (problem === undefined) return { name: folder.what, state: "ok", detail: folder.path };
      return { name: folder.what, state: "missing", detail: problem, fix: folder.fix };
    }),
  );
}
