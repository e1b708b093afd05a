import { randomUUID } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { describeError, usageError } from "../base/errors.ts";
import { makeFolder } from "../base/make-folder.ts";

/** A folder that a command writes to, and what the user can do if it is not writable. */
export interface WantedFolder {
  /** The role in messages of a folder that a command writes to, such as "state folder". */
  readonly what: string;
  readonly path: string;
  readonly fix: string;
  /** Creates the folder. By default, only this user has access to a new folder. */
  readonly make?: () => Promise<void>;
}

/**
 * The number of bytes written to test a folder. A disk with less space counts as full: every run writes megabytes of
 * records and logs.
 */
const probeBytes = 4_000_000;

/** Creates a folder and writes to it. Returns the problem that this shows; undefined if there is none. */
export async function folderProblem({ what, path, make }: WantedFolder): Promise<string | undefined> {
  const probe = join(path, `.lokiproof-${randomUUID()}`);
  try {
    await (make ?? (() => makeFolder(path, 0o700)))();
    await using file = await open(probe, "wx", 0o600);
    await file.writeFile(Buffer.alloc(probeBytes));
    await file.datasync();
    return undefined;
  } catch (error) {
    return `the ${what} ${path} cannot be written: ${describeError(error)}`;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Throws usageError that lists every folder that cannot be written, before anything is started. */
export async function requireFolders(wanted: readonly WantedFolder[]): Promise<void> {
  const problems = await Promise.all(
    wanted.map(async (folder) => ({ folder, problem: await folderProblem(folder) })),
  );
  const bad = problems.flatMap(({ folder, problem }) => (problem === undefined ? [] : [{ folder, problem }]));
  if (bad.length === 0) return;
  throw usageError(bad.map(({ problem }) => problem).join("\n"), {
    code: "FOLDER_UNWRITABLE",
    hint: [...new Set(bad.map(({ folder }) => folder.fix))].join("; "),
  });
}
