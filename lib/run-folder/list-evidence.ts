import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { manifestFile } from "./manifest.ts";
import { reportFiles, suitesLog } from "./report-files.ts";

const notEvidence: readonly string[] = [...reportFiles, suitesLog, manifestFile.path];

/**
 * Returns the sorted paths of all files in a run's folder, except its reports, the suites' log, its manifest and
 * unfinished files (`.part`).
 */
export async function listEvidence(runDir: string): Promise<readonly string[]> {
  const found = await readdir(runDir, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => pathOf(runDir, entry))
    .filter((path) => !notEvidence.includes(path) && !path.endsWith(".part"))
    .sort();
}

function pathOf(runDir: string, { parentPath, name }: Dirent): string {
  return relative(runDir, join(parentPath, name)).split(sep).join("/");
}
