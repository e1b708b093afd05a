import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeError, usageError } from "../base/errors.ts";

/**
 * Throws usageError if reports cannot be written into a folder, or if the folder cannot be created. Called before a run
 * is read or judged, so that nobody waits for a verdict that is then lost.
 */
export async function requireWritable(dir: string): Promise<void> {
  for (let folder = resolve(dir); ; folder = dirname(folder)) {
    try {
      return await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (isMissing && folder !== dirname(folder)) continue;
      throw usageError(`no report can be written into ${dir}: ${describeError(error)}`, {
        code: "READ_ONLY",
        hint: "--out DIR writes the reports elsewhere",
      });
    }
  }
}
