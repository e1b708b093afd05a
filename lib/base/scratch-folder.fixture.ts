import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder inside one of its own, which goes with all that lies beside it when it is disposed of. */
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
