import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../base/json.ts";

/** The Loki versions whose config keys are known, oldest first. `write-loki-keys.ts` adds a version. */
export const knownVersions = ["3.5.7", "3.6.4", "3.7.8"] as const;

/** The config keys that one version of Loki knows. */
export interface KnownKeys {
  readonly version: string;
  /** Every config key of Loki that holds a value, and every block that contains one. */
  readonly paths: ReadonlySet<string>;
  /** Blocks of Loki's config whose inner keys are not known, such as blocks with keys of the user's choice. */
  readonly open: ReadonlySet<string>;
  /** Loki's default values of the settings that lokiproof accepts from a user. */
  readonly defaults: ReadonlyMap<string, Json>;
}

const read = new Map<string, KnownKeys>();

/** Returns the keys of a known version. */
export function keysOf(version: (typeof knownVersions)[number]): KnownKeys {
  const known = read.get(version) ?? readKeys(version);
  read.set(version, known);
  return known;
}

/**
 * Returns the config keys of a planned Loki version: those of the known version with the same minor. Returns undefined
 * if the minor is unknown; in that case only Loki itself can check the keys.
 */
export function keysFor(planned: string): KnownKeys | undefined {
  const minor = minorOf(planned);
  const version = knownVersions.find((known) => minorOf(known) === minor);
  return version === undefined ? undefined : keysOf(version);
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function readKeys(version: string): KnownKeys {
  const paths = new Set<string>();
  const open = new Set<string>();
  const defaults = new Map<string, Json>();
  for (const line of [...linesOf(`loki-${version}-keys.txt`), ...omittedIn(version)]) {
    const [key = "", ...standard] = line.split(" ");
    const path = key.replace(/\.\*$/, "");
    const parts = path.split(".");
    for (const [index] of parts.entries()) paths.add(parts.slice(0, index + 1).join("."));
    if (key !== path) open.add(path);
    if (standard.length > 0) defaults.set(path, valueOf(standard.join(" ")));
  }
  return { version, paths, open, defaults };
}

/**
 * Returns the keys that Loki does not print while they are empty (`omitempty`), from the configuration reference of the
 * same version.
 */
function omittedIn(version: string): readonly string[] {
  return linesOf("loki-omitted-keys.txt").flatMap((line) => {
    const [key = "", ...versions] = line.split(" ");
    return versions.includes(version) ? [key] : [];
  });
}

function linesOf(file: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

function valueOf(json: string): Json {
  const value: Json = JSON.parse(json);
  return value;
}
