import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder that goes when it is disposed of, and how to write a text into it. */
export interface ScratchFolder extends AsyncDisposable {
  readonly dir: string;
  write(path: string, text: string): Promise<void>;
}

export async function scratchFolder(): Promise<ScratchFolder> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-folder-"));
  return {
    dir,
    write: async (path, text) => {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}
