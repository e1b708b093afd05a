import { findExecutables, pathFolders } from "./executables.ts";
import { requireGo } from "./go-command.ts";
import { kindPins } from "./kind-pins.ts";
import { obtain } from "./obtain.ts";
import { type Pin, pins } from "./pins.ts";
import type { Program } from "./program.ts";
import { locate } from "./provision.ts";
import { statedVersion } from "./stated-version.ts";
import { findInCache } from "./tool-cache.ts";
import { type ToolContext, type ToolContextOptions, toolContext } from "./tool-context.ts";

/** The programs that lokiproof itself starts for a kind stack. */
export type KindPrograms = Readonly<Record<"loki" | "k6" | "kind" | "helm", Program>>;

/** Patterns of the accepted versions of kind and Helm. Older versions were never tested. */
const acceptable = { kind: /^0\.(2[4-9]|[3-9]\d)\./, helm: /^(3\.1[2-9]|3\.[2-9]\d|[4-9])/ } as const;

/**
 * Ensures that a kind stack's programs are available: kind and Helm from PATH if new enough, else built at the pinned
 * versions; k6 to generate load, and Loki to check a config before anything is installed. Throws HarnessError.
 */
export async function provisionKind(
  wanted: { readonly loki: string },
  options: ToolContextOptions,
): Promise<KindPrograms> {
  const context = toolContext(options);
  const pinned = pins(wanted.loki, context.platform);
  return {
    kind: await have(kindPins.kind, context, await findKindTool("kind", context)),
    helm: await have(kindPins.helm, context, await findKindTool("helm", context)),
    loki: await have(pinned.loki, context),
    k6: await have(pinned.k6, context),
  };
}

/**
 * Returns the first kind or Helm on PATH that is new enough, with the version that it prints. Otherwise returns the
 * pinned program from the cache.
 */
export async function findKindTool(
  name: "kind" | "helm",
  context: ToolContext,
): Promise<Program | undefined> {
  const pin = kindPins[name];
  for (const path of await findExecutables([name], pathFolders(context.env))) {
    const { version } = await statedVersion(pin, path, context.signal);
    if (version !== undefined && acceptable[name].test(version))
      return { name, version, path, source: "path" };
  }
  return await findInCache(pin, context);
}

async function have(pin: Pin, context: ToolContext, found?: Program): Promise<Program> {
  const there = found ?? (await locate(pin, context));
  if (there !== undefined) return there;
  if (pin.release === undefined) await requireGo(`${pin.name} ${pin.version}`, context);
  return await obtain(pin, context);
}
