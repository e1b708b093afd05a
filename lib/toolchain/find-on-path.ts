import { findExecutables, pathFolders } from "./executables.ts";
import type { Pin } from "./pins.ts";
import { platformKey } from "./platform.ts";
import type { Program } from "./program.ts";
import { statedVersion } from "./stated-version.ts";
import type { ToolContext } from "./tool-context.ts";

/**
 * Returns the first executable on PATH that is certainly of the pinned version. The executable must print that version,
 * or be named for it (`loki-3.7.8`) and print no version.
 */
export async function findOnPath(pin: Pin, context: ToolContext): Promise<Program | undefined> {
  const named = `${pin.name}-${pin.version}`;
  const platform = platformKey(context.platform);
  const names = [named, `${named}-${platform}`, pin.name, `${pin.name}-${platform}`];
  for (const path of await findExecutables(names, pathFolders(context.env))) {
    const stated = await statedVersion(pin, path, context.signal);
    const nameTells = path.slice(path.lastIndexOf("/") + 1).startsWith(named);
    if (stated.version === pin.answers || (stated.version === undefined && nameTells)) {
      return { name: pin.name, version: pin.version, path, source: "path" };
    }
    context.progress.say(`${path} is not ${pin.name} ${pin.version}: it reports "${stated.said}"`);
  }
  return undefined;
}
