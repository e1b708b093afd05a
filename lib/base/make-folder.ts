import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Creates a folder and its missing parents, one by one. Returns the topmost folder that was missing, or undefined if
 * none was. Node's recursive mkdir is not used: it never returns if the file system answers ENOENT for a folder that
 * cannot be created, such as one under /proc.
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
      // Another process might have created the folder in the meantime.
      if (!(await isFolder(folder))) throw error;
    }
  }
  return missing[0];
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
