import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { homeFolder } from "../../base/home-folder.ts";
import { type BodyFamily, specsOf } from "../../traffic/bodies/body-spec.ts";
import { prepareBody } from "../../traffic/bodies/prepare-body.ts";
import type { ReadyBody, ReadyFamily } from "../../traffic/bodies/ready-body.ts";
import type { LineFormat } from "../../traffic/line-id.ts";

/** What the cache may take on disk, beside the bodies of the last hour's runs, which may still be needed. */
export const maxCacheBytes = 256_000_000;
const neededMs = 3_600_000;

/** The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored. */
export function bodiesDirOf(env: NodeJS.ProcessEnv): string {
  const named = env["XDG_CACHE_HOME"] ?? "";
  const cache = isAbsolute(named) ? named : join(homeFolder(env), ".cache");
  return join(cache, "lokiproof", "bodies");
}

const count = z.int().nonnegative();
const bodies = z.array(z.object({ from: count, sizeBytes: count, lineBytes: count, entriesBytes: count }));

/** Next to each file of bodies: what k6 needs to know of it, and the size that reveals a file that was cut short. */
const description = z.object({
  sizeBytes: count,
  places: z.int().positive(),
  largestBytes: z.int().positive(),
  bodies: z.object({ logfmt: bodies, json: bodies, access: bodies, java: bodies }),
});
type Description = z.infer<typeof description>;

export interface BodyCache {
  readonly dir: string;
  /** Version of the code that makes bodies: those of another version are not taken. */
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * Returns the bodies of a family, and how many of them were made because the cache did not hold them. Two processes that
 * make the same family at once write the same.
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

/** Appears whole, by a rename. */
async function put(path: string, content: Uint8Array | string): Promise<void> {
  const staged = `${path}.${process.pid}.${performance.now()}`;
  await writeFile(staged, content);
  await rename(staged, path);
}

/** Removes the bodies that were not used for longest, until the rest is within `maxBytes`; none of the last hour's. */
export async function evictBodies(dir: string, nowMs: number, maxBytes = maxCacheBytes): Promise<void> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => !name.endsWith(".json"));
  const sized = await Promise.all(names.map(async (name) => ({ name, ...(await sizeOf(join(dir, name))) })));
  let total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes, usedMs } of sized.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes || nowMs - usedMs < neededMs) return;
    // The description first: without it the body is not taken for whole.
    await rm(join(dir, `${name}.json`), { force: true });
    await rm(join(dir, name), { force: true });
    total -= bytes;
  }
}

/** Another process may have removed it meanwhile. */
async function sizeOf(path: string): Promise<{ readonly bytes: number; readonly usedMs: number }> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { bytes: size, usedMs: mtimeMs };
  } catch {
    return { bytes: 0, usedMs: 0 };
  }
}
