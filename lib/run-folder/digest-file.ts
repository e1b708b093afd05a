import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileEntry } from "./manifest.ts";

/**
 * Returns the size and the SHA-256 digest of a file, without holding the file in memory. Returns undefined for
 * everything except a regular file: a pipe would never end, and a symbolic link might lead out of the run's folder.
 * Rejects if the file cannot be read.
 */
export async function digestFile(runDir: string, path: string): Promise<FileEntry | undefined> {
  const file = join(runDir, path);
  const found = await lstat(file);
  if (!found.isFile()) return undefined;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return { bytes: found.size, sha256: hash.digest("hex") };
}
