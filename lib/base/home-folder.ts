import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { usageError } from "./errors.ts";

/** The user's home, as $HOME or the system's list of users has it. Throws usageError for a user who has none. */
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
