import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { usageError } from "./errors.ts";

/**
 * Returns the user's home folder, from $HOME or else from the system's user database. Throws usageError if the user has
 * no home folder.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const named = env["HOME"] ?? "";
  if (isAbsolute(named)) return named;
  try {
    return homedir();
  } catch (cause) {
    throw usageError("HOME is not set, and this user has no home folder", {
      code: "NO_HOME",
      hint: "HOME=<a folder of yours> lokiproof doctor",
      cause,
    });
  }
}
