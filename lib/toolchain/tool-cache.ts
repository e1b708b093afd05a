import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { isExecutable } from "./executables.ts";
import type { Pin } from "./pins.ts";
import { platformKey } from "./platform.ts";
import type { Program } from "./program.ts";
import type { ToolContext } from "./tool-context.ts";

/** Beside each cached program: where it came from, and its size, which tells a file that was cut short. */
const origin = z.object({
  source: z.enum(["download", "build"]),
  version: z.string(),
  from: z.string(),
  sizeBytes: z.int().positive(),
  sha256: z.string(),
});
export type Origin = z.infer<typeof origin>;

/** `loki-3.7.8-linux-amd64`: a program of one version for one platform, in the cache and on the lock. */
export function toolKey(pin: Pin, context: ToolContext): string {
  return `${pin.name}-${pin.version}-${platformKey(context.platform)}`;
}

/** What the cache holds, told by two calls to `stat` and a small file: the program is not run. */
export async function findInCache(pin: Pin, context: ToolContext): Promise<Program | undefined> {
  const folder = join(context.toolsDir, toolKey(pin, context));
  const path = join(folder, pin.name);
  try {
    const from = origin.parse(JSON.parse(await readFile(join(folder, "origin.json"), "utf8")));
    if (from.sizeBytes !== (await stat(path)).size || !(await isExecutable(path))) return undefined;
  } catch {
    return undefined;
  }
  return { name: pin.name, version: pin.version, path, source: "cache" };
}

/** A fresh folder to prepare a tool in, on the cache's own file system. Only for the holder of the tool's lock. */
export async function stagingFolder(pin: Pin, context: ToolContext): Promise<string> {
  const prefix = `.staging-${toolKey(pin, context)}-`;
  await mkdir(context.toolsDir, { recursive: true });
  for (const entry of await readdir(context.toolsDir)) {
    if (entry.startsWith(prefix)) await removeFolder(join(context.toolsDir, entry)); // a killed run left it
  }
  return await mkdtemp(join(context.toolsDir, prefix));
}

/** Go's module cache aside, nothing here is read-only; retries are for a go that a killed run left working. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Puts the executable at `path` into the cache: the folder appears whole, by one rename. For the lock's holder. */
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
  const written: Origin = {
    source,
    version: pin.version,
    from,
    sizeBytes: (await stat(path)).size,
    sha256: await sha256(path),
  };
  await writeFile(join(staging, "origin.json"), `${JSON.stringify(written, undefined, 2)}\n`);
  const folder = join(context.toolsDir, toolKey(pin, context));
  await removeFolder(folder); // only there when findInCache refused it
  await rename(staging, folder);
  return { name: pin.name, version: pin.version, path: join(folder, basename(path)), source };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
