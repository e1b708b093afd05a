import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * Returns the absolute folders of PATH, in order. Relative folders are omitted, because their meaning depends on the
 * caller.
 */
export function pathFolders(env: NodeJS.ProcessEnv): readonly string[] {
  return (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
}

/**
 * Returns every executable file `<folder>/<name>`. Files of the first name in all folders come first, then those of the
 * next name.
 */
export async function findExecutables(
  names: readonly string[],
  folders: readonly string[],
): Promise<readonly string[]> {
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = await Promise.all(
    [...new Set(candidates)].map(async (path) => ((await isExecutable(path)) ? path : "")),
  );
  return found.filter((path) => path !== "");
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
