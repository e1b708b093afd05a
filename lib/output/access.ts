import { chmod, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { makeFolder } from "../base/make-folder.ts";

/** Who may read a folder of reports: the user alone, or everybody on the machine (`--world-readable`). */
export type Readers = "user" | "world";

const modes = {
  user: { folder: 0o700, file: 0o600 },
  world: { folder: 0o755, file: 0o644 },
} as const;

/** Sets the mode of a folder and of everything in it, whoever wrote it. Links are left alone. */
export async function letRead(dir: string, readers: Readers): Promise<void> {
  const { folder, file } = modes[readers];
  await chmod(dir, folder);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await letRead(path, readers);
    else if (entry.isFile()) await chmod(path, file);
  }
}

/** Makes a folder, and those above it, that `readers` may enter; the run folder in it is opened when it is complete. */
export async function makeReportsFolder(dir: string, readers: Readers): Promise<void> {
  const first = await makeFolder(dir, modes.user.folder);
  if (first === undefined || readers === "user") return;
  for (let made = resolve(dir); made.startsWith(resolve(first)); made = dirname(made)) {
    await chmod(made, modes.world.folder);
  }
}
