import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { homeFolder } from "../../base/home-folder.ts";
import type { BodySpec } from "../../traffic/bodies/body-spec.ts";
import { prepareBody } from "../../traffic/bodies/prepare-body.ts";
import { patchedBytes, type ReadyBody } from "../../traffic/bodies/ready-body.ts";

/** What the cache may take on disk, beside the bodies of the last hour's runs, which may still be needed. */
export const maxCacheBytes = 256_000_000;
const neededMs = 3_600_000;

/** The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored. */
export function bodiesDirOf(env: NodeJS.ProcessEnv): string {
  const named = env["XDG_CACHE_HOME"] ?? "";
  const cache = isAbsolute(named) ? named : join(homeFolder(env), ".cache");
  return join(cache, "lokiproof", "bodies");
}

const patch = z.tuple([z.int().nonnegative(), z.int().min(0).max(patchedBytes), z.int().positive()]);

/** Beside each body: what k6 needs to know of it, and the size that tells a file that was cut short. */
const description = z.object({
  sizeBytes: z.int().positive(),
  lineBytes: z.int().positive(),
  room: z.int().nonnegative(),
  entriesBytes: z.int().nonnegative(),
  patches: z.array(patch),
});

export interface BodyCache {
  readonly dir: string;
  /** Of the code that makes bodies: another one's are not taken. */
  readonly version: string;
}

/** The body of a spec, made only when the cache does not hold it. Two that make the same one at once write the same. */
export async function cachedBody(
  spec: BodySpec,
  { dir, version }: BodyCache,
): Promise<{ readonly body: ReadyBody; readonly made: boolean }> {
  const key = createHash("sha256")
    .update(JSON.stringify([version, spec]))
    .digest("hex")
    .slice(0, 32);
  const file = join(dir, `${key}.body`);
  const found = await find(file);
  if (found !== undefined) return { body: { file, ...found }, made: false };
  const { bytes, ready } = prepareBody(spec);
  await mkdir(dir, { recursive: true });
  await put(file, bytes);
  await put(`${file}.json`, JSON.stringify({ sizeBytes: bytes.length, ...ready }));
  return { body: { file, ...ready }, made: true };
}

async function find(file: string): Promise<Omit<ReadyBody, "file"> | undefined> {
  try {
    const { sizeBytes, ...ready } = description.parse(JSON.parse(await readFile(`${file}.json`, "utf8")));
    if ((await stat(file)).size !== sizeBytes) return undefined;
    const now = new Date();
    await utimes(file, now, now);
    return ready;
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
