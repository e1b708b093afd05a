import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * An empty folder `run` inside a temporary parent folder. Disposing of the fixture deletes the parent with everything
 * in it.
 */
export interface ScratchFolder extends AsyncDisposable {
  readonly dir: string;
  write(path: string, text: string): Promise<void>;
}

export async function scratchFolder(): Promise<ScratchFolder> {
  const around = await mkdtemp(join(tmpdir(), "lokiproof-folder-"));
  const dir = join(around, "run");
  await mkdir(dir);
  return {
    dir,
    write: async (path, text) => {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    },
    [Symbol.asyncDispose]: () => rm(around, { recursive: true, force: true }),
  };
}
