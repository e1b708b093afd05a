import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describeError, HarnessError } from "../base/errors.ts";
import { download } from "./download.ts";
import { goBuild } from "./go-build.ts";
import { withLock } from "./lock.ts";
import type { Pin, Release } from "./pins.ts";
import type { Program } from "./program.ts";
import { statedVersion } from "./stated-version.ts";
import { explainStorage } from "./storage-error.ts";
import {
  findInCache,
  installInCache,
  type Origin,
  removeFolder,
  stagingFolder,
  toolKey,
} from "./tool-cache.ts";
import type { ToolContext } from "./tool-context.ts";
import { unpack } from "./unpack.ts";

const defaultReleases = "https://github.com";

interface Made {
  readonly path: string;
  readonly source: Origin["source"];
  readonly from: string;
}

/**
 * Returns the base URL for downloads of releases. Returns undefined if LOKIPROOF_RELEASES=none, which means that
 * programs are built and never downloaded.
 */
export function releasesUrl(env: NodeJS.ProcessEnv): string | undefined {
  const named = env["LOKIPROOF_RELEASES"] ?? "";
  if (named === "none") return undefined;
  return named === "" ? defaultReleases : named.replace(/\/+$/, "");
}

/**
 * Puts a program into the cache: downloads it if its digest is pinned, else builds it. If several callers need the
 * program at once, in this process or others, one does the work and the others use the result. Throws HarnessError.
 */
export async function obtain(pin: Pin, context: ToolContext): Promise<Program> {
  const what = `${pin.name} ${pin.version}`;
  const lockFile = join(context.toolsDir, `.${toolKey(pin, context)}.lock`);
  const onWait = (): void =>
    context.progress.say(`${what}: another lokiproof is fetching or building it; waiting`);
  try {
    const work = async (): Promise<Program> =>
      (await findInCache(pin, context)) ?? (await make(pin, context));
    return await withLock(lockFile, work, { signal: context.signal, onWait });
  } catch (error) {
    context.signal.throwIfAborted();
    throw explainStorage(error, `${what} for the cache`, context.toolsDir);
  }
}

async function make(pin: Pin, context: ToolContext): Promise<Program> {
  const staging = await stagingFolder(pin, context);
  try {
    const made = (await tryDownload(pin, staging, context)) ?? (await build(pin, staging, context));
    await chmod(made.path, 0o755);
    await checkVersion(pin, made, context);
    return await installInCache(pin, made, context);
  } finally {
    await removeFolder(staging);
  }
}

async function build(pin: Pin, staging: string, context: ToolContext): Promise<Made> {
  const path = await goBuild(pin, await folder(staging, "build"), context);
  return { path, source: "build", from: `${pin.source.main}@${pin.source.version}` };
}

/**
 * Downloads a program's release. Returns undefined if no release is pinned or the download fails, so that the caller
 * builds the program. A wrong digest is an error, not a reason to build.
 */
async function tryDownload(pin: Pin, staging: string, context: ToolContext): Promise<Made | undefined> {
  const base = releasesUrl(context.env);
  if (pin.release === undefined || base === undefined) return undefined;
  const url = base + pin.release.path;
  try {
    return {
      path: await fetchRelease(pin.release, { url, staging }, context),
      source: "download",
      from: url,
    };
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== "DOWNLOAD_FAILED") throw error;
    context.progress.warn(`${describeError(error)}; building ${pin.name} ${pin.version} instead`);
    return undefined;
  }
}

async function fetchRelease(
  release: Release,
  where: { readonly url: string; readonly staging: string },
  context: ToolContext,
): Promise<string> {
  const archive = join(where.staging, "artefact");
  let saidMegabytes = 0;
  const onBytes = (received: number): void => {
    const megabytes = Math.floor(received / 1e7) * 10;
    if (megabytes > saidMegabytes) context.progress.say(`downloading ${where.url}: ${megabytes} MB`);
    saidMegabytes = megabytes;
  };
  await download(where.url, archive, { sha256: release.sha256, signal: context.signal, onBytes });
  return await unpack(archive, release, await folder(where.staging, "unpacked"), context);
}

/**
 * Throws if a new program does not run on this machine or prints a version other than the requested one, so that a
 * wrong program never gets into the cache.
 */
async function checkVersion(pin: Pin, made: Made, context: ToolContext): Promise<void> {
  const stated = await statedVersion(pin, made.path, context.signal);
  if (stated.version === pin.answers) return;
  const what = `${pin.name} ${pin.version} from ${made.from}`;
  throw new HarnessError(
    `${what}: expected it to state version ${pin.answers}, it reports "${stated.said}"`,
    {
      code: "TOOL_WRONG_VERSION",
      hint: `put a ${pin.name}-${pin.version} that works on PATH, then: lokiproof tools`,
    },
  );
}

async function folder(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  await mkdir(path);
  return path;
}
