import { describeError } from "../base/errors.ts";
import { digestFile } from "./digest-file.ts";
import { listEvidence } from "./list-evidence.ts";
import type { FileEntry, Manifest } from "./manifest.ts";

/** A file of a saved run that differs from what the run left. */
export interface Damage {
  readonly path: string;
  /** How the file differs, for example "it is missing". */
  readonly why: string;
}

/**
 * Matches files that lokiproof would read if somebody added them to a run's folder. Other additions (notes, an unpacked
 * archive) are not evidence.
 */
const isRead = /^(records\/[^/]+\.jsonl?|suites\/[^/]+\.ts)$/;

/**
 * Compares a run's folder with its manifest. Returns the files that are missing, altered, unreadable or added since the
 * run.
 */
export async function findDamage(runDir: string, { files }: Manifest): Promise<readonly Damage[]> {
  const damage: Damage[] = [];
  for (const [path, entry] of Object.entries(files)) {
    const why = await whyDamaged(runDir, path, entry);
    if (why !== undefined) damage.push({ path, why });
  }
  const added = (await listEvidence(runDir)).filter(
    (path) => isRead.test(path) && !Object.hasOwn(files, path),
  );
  return [...damage, ...added.map((path) => ({ path, why: "it was added after the run" }))];
}

/** Returns how a file differs from its entry in the manifest; undefined if it is the same. */
export async function whyDamaged(
  runDir: string,
  path: string,
  entry: FileEntry | undefined,
): Promise<string | undefined> {
  if (entry === undefined) return "it was added after the run";
  // A manifest is untrusted input, so none of its paths is permitted to lead out of the run's folder.
  if (path.split("/").includes("..") || path.startsWith("/")) return "it is outside of the run's folder";
  try {
    const found = await digestFile(runDir, path);
    if (found === undefined) return "it is not a regular file";
    if (found.bytes < entry.bytes) return `it was cut from ${entry.bytes} bytes to ${found.bytes}`;
    return found.sha256 === entry.sha256 ? undefined : "its content was changed";
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing ? "it is missing" : `it cannot be read: ${describeError(error)}`;
  }
}
