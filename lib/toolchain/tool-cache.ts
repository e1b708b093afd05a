import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { usageError } from "../base/errors.ts";
import { isExecutable } from "./executables.ts";
import type { Pin } from "./pins.ts";
import { platformKey } from "./platform.ts";
import type { Program } from "./program.ts";
import type { ToolContext } from "./tool-context.ts";

/**
 * The times and inode that a cached file had when its digest was last verified. A later copy or edit changes at least
 * one of these values.
 */
const fileMark = z.object({ mtimeMs: z.number(), ctimeMs: z.number(), inode: z.number() });
type FileMark = z.infer<typeof fileMark>;

/**
 * The content of a small file next to each cached program: the program's source, its size (which reveals a truncated
 * program) and its digest.
 */
const origin = z.object({
  source: z.enum(["download", "build"]),
  version: z.string(),
  from: z.string(),
  sizeBytes: z.int().positive(),
  sha256: z.string(),
  mark: fileMark.optional(),
});
export type Origin = z.infer<typeof origin>;

/**
 * Returns the key for a program's version and platform, `loki-3.7.8-linux-amd64`, which names its cache folder and its
 * lock.
 */
export function toolKey(pin: Pin, context: ToolContext): string {
  return `${pin.name}-${pin.version}-${platformKey(context.platform)}`;
}

/**
 * Returns the cached program, after two `stat` calls and reading a small file; the program is not run. Its digest is
 * computed only if the program changed since the digest was last verified. Throws usageError TOOL_DAMAGED if the digest
 * is wrong: such a program could come from anywhere, so it is neither started nor silently replaced.
 */
export async function findInCache(pin: Pin, context: ToolContext): Promise<Program | undefined> {
  const path = join(folderOf(pin, context), pin.name);
  const from = await readOrigin(pin, context);
  const file = await stat(path).catch(() => undefined);
  if (from === undefined || file?.size !== from.sizeBytes || !(await isExecutable(path))) return undefined;
  if (!isDeepStrictEqual(from.mark, markOf(file))) {
    if ((await sha256(path)) !== from.sha256) throw damaged(pin, path);
    await remember(pin, { ...from, mark: markOf(file) }, context);
  }
  return { name: pin.name, version: pin.version, path, source: "cache" };
}

/** Removes a damaged program from the cache. An undamaged program stays. */
export async function removeDamaged(pin: Pin, context: ToolContext): Promise<void> {
  const path = join(folderOf(pin, context), pin.name);
  const from = await readOrigin(pin, context);
  const digest = await sha256(path).catch(() => undefined);
  if (from === undefined || digest !== from.sha256) await removeFolder(folderOf(pin, context));
}

function damaged(pin: Pin, path: string): Error {
  return usageError(`${path} is damaged: it is not the ${pin.name} ${pin.version} that was put there`, {
    code: "TOOL_DAMAGED",
    hint: "lokiproof tools --rebuild",
  });
}

function folderOf(pin: Pin, context: ToolContext): string {
  return join(context.toolsDir, toolKey(pin, context));
}

async function readOrigin(pin: Pin, context: ToolContext): Promise<Origin | undefined> {
  try {
    return origin.parse(JSON.parse(await readFile(join(folderOf(pin, context), "origin.json"), "utf8")));
  } catch {
    return undefined;
  }
}

/**
 * Records that a cached file's digest was verified. If the cache is read-only, nothing is recorded and the digest is
 * verified again next time.
 */
async function remember(pin: Pin, from: Origin, context: ToolContext): Promise<void> {
  const file = join(folderOf(pin, context), "origin.json");
  try {
    await writeFile(`${file}.${process.pid}`, originText(from));
    await rename(`${file}.${process.pid}`, file);
  } catch {
    await rm(`${file}.${process.pid}`, { force: true }).catch(() => undefined);
  }
}

function originText(from: Origin): string {
  return `${JSON.stringify(from, undefined, 2)}\n`;
}

function markOf({ mtimeMs, ctimeMs, ino }: Stats): FileMark {
  return { mtimeMs, ctimeMs, inode: ino };
}

/** Creates an empty folder for preparing a tool, on the cache's file system. The caller must hold the tool's lock. */
export async function stagingFolder(pin: Pin, context: ToolContext): Promise<string> {
  const prefix = `.staging-${toolKey(pin, context)}-`;
  await mkdir(context.toolsDir, { recursive: true });
  for (const entry of await readdir(context.toolsDir)) {
    if (entry.startsWith(prefix)) await removeFolder(join(context.toolsDir, entry)); // a folder left by a killed run
  }
  return await mkdtemp(join(context.toolsDir, prefix));
}

/**
 * Deletes a folder of the cache. No chmod is needed, because only Go's module cache is read-only, and that is
 * elsewhere. The retries are for a go process that a killed run left behind, which could still be writing to the
 * folder.
 */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Puts the executable at `path` into the cache. One rename makes the complete cache folder visible. The caller must
 * hold the tool's lock.
 */
export async function installInCache(
  pin: Pin,
  made: { readonly path: string; readonly source: Origin["source"]; readonly from: string },
  context: ToolContext,
): Promise<Program> {
  const staging = await mkdtemp(join(context.toolsDir, `.staging-${toolKey(pin, context)}-`));
  const path = join(staging, pin.name);
  await rename(made.path, path);
  await Promise.all([chmod(path, 0o755), chmod(staging, 0o755)]);
  const { source, from } = made;
  const file = await stat(path);
  const written: Origin = {
    source,
    version: pin.version,
    from,
    sizeBytes: file.size,
    sha256: await sha256(path),
    mark: markOf(file),
  };
  await writeFile(join(staging, "origin.json"), originText(written));
  const folder = folderOf(pin, context);
  await removeFolder(folder); // the folder exists only if findInCache rejected its program
  await rename(staging, folder);
  return { name: pin.name, version: pin.version, path: join(folder, basename(path)), source };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
