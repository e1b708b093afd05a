import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { homeFolder } from "../../base/home-folder.ts";
import { type BodyFamily, specsOf } from "../../traffic/bodies/body-spec.ts";
import { prepareBody } from "../../traffic/bodies/prepare-body.ts";
import type { ReadyBody, ReadyFamily } from "../../traffic/bodies/ready-body.ts";
import type { LineFormat } from "../../traffic/line-id.ts";

/**
 * The maximum size on disk of the cache of push bodies, in bytes. Bodies used in the last hour do not count, because a
 * load might still need them.
 */
export const maxCacheBytes = 256_000_000;
const neededMs = 3_600_000;

/**
 * Returns the folder of the cache of push bodies. By the XDG Base Directory Specification, a relative XDG_CACHE_HOME is
 * ignored.
 */
export function bodiesDirOf(env: NodeJS.ProcessEnv): string {
  const named = env["XDG_CACHE_HOME"] ?? "";
  const cache = isAbsolute(named) ? named : join(homeFolder(env), ".cache");
  return join(cache, "lokiproof", "bodies");
}

const count = z.int().nonnegative();
const bodies = z.array(z.object({ from: count, sizeBytes: count, lineBytes: count, entriesBytes: count }));

/**
 * The description next to each file of push bodies: the facts that k6 needs, and the file's size, which reveals an
 * incomplete file.
 */
const description = z.object({
  sizeBytes: count,
  places: z.int().positive(),
  largestBytes: z.int().positive(),
  bodies: z.object({ logfmt: bodies, json: bodies, access: bodies, java: bodies }),
});
type Description = z.infer<typeof description>;

export interface BodyCache {
  readonly dir: string;
  /** The version of the code that creates push bodies. Bodies of other versions are not used. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * Returns the push bodies of a family, and how many of them had to be created because the cache lacked them. Two
 * processes that create the same family at the same time write the same bytes.
 */
export async function cachedFamily(
  family: BodyFamily,
  { dir, version, signal }: BodyCache,
): Promise<{ readonly family: ReadyFamily; readonly made: number }> {
  const key = createHash("sha256")
    .update(JSON.stringify([version, family]))
    .digest("hex")
    .slice(0, 32);
  const file = join(dir, `${key}.bodies`);
  const found = await find(file);
  if (found !== undefined) return { family: found, made: 0 };
  const { parts, known } = makeFamily(family, signal);
  await mkdir(dir, { recursive: true });
  await put(file, Buffer.concat(parts));
  await put(`${file}.json`, JSON.stringify(known));
  return { family: { file, ...known }, made: parts.length };
}

function makeFamily(
  family: BodyFamily,
  signal: AbortSignal,
): { readonly parts: readonly Uint8Array[]; readonly known: Description } {
  const parts: Uint8Array[] = [];
  const made: Record<LineFormat, ReadyBody[]> = { logfmt: [], json: [], access: [], java: [] };
  let [sizeBytes, largestBytes, places] = [0, 0, 0];
  for (const spec of specsOf(family)) {
    signal.throwIfAborted();
    const body = prepareBody(spec);
    made[spec.lineFormat].push({ from: sizeBytes, ...body.ready });
    parts.push(body.bytes);
    sizeBytes += body.bytes.length;
    largestBytes = Math.max(largestBytes, body.bytes.length);
    places = body.places;
  }
  return { parts, known: { sizeBytes, places, largestBytes, bodies: made } };
}

async function find(file: string): Promise<ReadyFamily | undefined> {
  try {
    const known = description.parse(JSON.parse(await readFile(`${file}.json`, "utf8")));
    if ((await stat(file)).size !== known.sizeBytes) return undefined;
    const now = new Date();
    await utimes(file, now, now);
    return { file, ...known };
  } catch {
    return undefined;
  }
}

/** Writes a file and renames it, so that other processes never see an incomplete one. */
async function put(path: string, content: Uint8Array | string): Promise<void> {
  const staged = `${path}.${process.pid}.${performance.now()}`;
  await writeFile(staged, content);
  await rename(staged, path);
}

/**
 * Removes the least recently used push bodies until the rest fits into `maxBytes`. Never removes bodies that were used
 * in the last hour.
 */
export async function evictBodies(dir: string, nowMs: number, maxBytes = maxCacheBytes): Promise<void> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => !name.endsWith(".json"));
  const sized = await Promise.all(names.map(async (name) => ({ name, ...(await sizeOf(join(dir, name))) })));
  let total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes, usedMs } of sized.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes || nowMs - usedMs < neededMs) return;
    // The description is removed first: a file without a description counts as incomplete.
    await rm(join(dir, `${name}.json`), { force: true });
    await rm(join(dir, name), { force: true });
    total -= bytes;
  }
}

/** Returns the size and time of use of a file; zeros if another process has removed the file meanwhile. */
async function sizeOf(path: string): Promise<{ readonly bytes: number; readonly usedMs: number }> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { bytes: size, usedMs: mtimeMs };
  } catch {
    return { bytes: 0, usedMs: 0 };
  }
}
