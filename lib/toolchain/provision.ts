import { findOnPath } from "./find-on-path.ts";
import { requireGo } from "./go-command.ts";
import { requireNginx } from "./nginx.ts";
import { obtain, releasesUrl } from "./obtain.ts";
import { k6Pin, type Pin, pins } from "./pins.ts";
import type { Program, ProgramName } from "./program.ts";
import { findInCache, removeDamaged } from "./tool-cache.ts";
import { type ToolContext, type ToolContextOptions, toolContext } from "./tool-context.ts";

export type { Program, ProgramName } from "./program.ts";

/**
 * Ensures that the programs of a local stack are available. Each comes from the cache, else from PATH if the version
 * matches, else from a download, else from a build (minutes). The cache comes first, so that a repeated call starts no
 * program except nginx. Throws HarnessError. A missing nginx or Go is reported before anything is built.
 */
export async function provision(
  wanted: { readonly loki: string },
  options: ToolContextOptions,
): Promise<Readonly<Record<ProgramName, Program>>> {
  const context = toolContext(options);
  const pinned = pins(wanted.loki, context.platform);
  const [nginx, loki, minio, k6] = await Promise.all([
    requireNginx(context),
    locate(pinned.loki, context),
    locate(pinned.minio, context),
    locate(pinned.k6, context),
  ]);
  const found: Partial<Record<Pin["name"], Program | undefined>> = { loki, minio, k6 };
  await requireGoFor(
    Object.values(pinned).filter((pin) => found[pin.name] === undefined),
    context,
  );
  return {
    // Programs are built one after the other, because each build uses every core.
    loki: loki ?? (await obtain(pinned.loki, context)),
    minio: minio ?? (await obtain(pinned.minio, context)),
    k6: k6 ?? (await obtain(pinned.k6, context)),
    nginx,
  };
}

/** Returns a Loki binary that can check configs; undefined if this machine has none of that version. Builds nothing. */
export function locateLoki(version: string, options: ToolContextOptions): Promise<Program | undefined> {
  const context = toolContext(options);
  return locate(pins(version, context.platform).loki, context);
}

/**
 * Provides only k6, the load generator, for a Loki that runs elsewhere. Such a run starts no other program on this
 * machine. Throws HarnessError.
 */
export async function provisionK6(options: ToolContextOptions): Promise<Program> {
  const context = toolContext(options);
  const pin = k6Pin(context.platform);
  const found = await locate(pin, context);
  if (found !== undefined) return found;
  await requireGoFor([pin], context);
  return obtain(pin, context);
}

async function requireGoFor(missing: readonly Pin[], context: ToolContext): Promise<void> {
  const built = missing.find((pin) => mustBeBuilt(pin, context));
  if (built !== undefined) await requireGo(`${built.name} ${built.version}`, context);
}

/** Reports whether a program has to be built because no release of the program can be downloaded. */
export function mustBeBuilt(pin: Pin, context: ToolContext): boolean {
  return pin.release === undefined || releasesUrl(context.env) === undefined;
}

/** Removes damaged programs from the cache, so that the next `provision` obtains them again. */
export async function discardDamaged(
  wanted: { readonly loki: string },
  options: ToolContextOptions,
): Promise<void> {
  const context = toolContext(options);
  for (const pin of Object.values(pins(wanted.loki, context.platform))) await removeDamaged(pin, context);
}

/** Returns a program from the cache or PATH; undefined if the program is in neither. Builds nothing. */
export async function locate(pin: Pin, context: ToolContext): Promise<Program | undefined> {
  return (await findInCache(pin, context)) ?? (await findOnPath(pin, context));
}
