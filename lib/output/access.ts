import { chmod, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { makeFolder } from "../base/make-folder.ts";

/** The readers of a folder of reports: only the user, or everybody on the machine (`--world-readable`). */
export type Readers = "user" | "world";

const modes = {
  user: { folder: 0o700, file: 0o600 },
  world: { folder: 0o755, file: 0o644 },
} as const;

/** Sets the mode of a folder and of everything in it, whoever created it. Symbolic links are left alone. */
export async function letRead(dir: string, readers: Readers): Promise<void> {
  const { folder, file } = modes[readers];
  await chmod(dir, folder);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await letRead(path, readers);
    else if (entry.isFile()) await chmod(path, file);
  }
}

/**
 * Creates a folder and its missing parents so that `readers` can enter them. The run folder inside is made readable
 * only once it is complete.
 */
export async function makeReportsFolder(dir: string, readers: Readers): Promise<void> {
  const first = await makeFolder(dir, modes.user.folder);
  if (first === undefined || readers === "user") return;
  for (let made = resolve(dir); made.startsWith(resolve(first)); made = dirname(made)) {
    await chmod(made, modes.world.folder);
  }
}
