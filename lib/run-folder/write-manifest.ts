import { digestFile } from "./digest-file.ts";
import { listEvidence } from "./list-evidence.ts";
import { type FileEntry, type Manifest, manifestFile } from "./manifest.ts";
import { writeRecord } from "./write-run.ts";

/** Writes manifest.json, the list of all files that the run left. Returns the digest of manifest.json itself. */
export async function writeManifest(
  runDir: string,
  about: Omit<Manifest, "schemaVersion" | "files">,
): Promise<string> {
  const files: Record<string, FileEntry> = {};
  for (const path of await listEvidence(runDir)) {
    const entry = await digestFile(runDir, path);
    if (entry !== undefined) files[path] = entry;
  }
  await writeRecord(runDir, manifestFile, { schemaVersion: 1, ...about, files });
  return (await digestFile(runDir, manifestFile.path))?.sha256 ?? "";
}
