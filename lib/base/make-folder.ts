import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder and those above it, one by one from the nearest that is there. Node's own recursive mkdir never returns
 * where the file system answers ENOENT for a folder that cannot be, as under /proc. Returns the first folder that was
 * missing.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<string | undefined> {
  const missing: string[] = [];
  let above = resolve(path);
  while (!(await isFolder(above))) {
    missing.unshift(above);
    if (dirname(above) === above) break;
    above = dirname(above);
  }
  for (const folder of missing) {
    try {
      await mkdir(folder, { mode });
    } catch (error) {
      // Somebody else made it meanwhile.
      if (!(await isFolder(folder))) throw error;
    }
  }
  return missing[0];
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
