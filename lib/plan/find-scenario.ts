import { access, readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { usageError } from "../base/errors.ts";

const folder = join(import.meta.dirname, "..", "..", "scenarios");
const ending = ".yaml";

/** The two kinds of file in scenarios/: scenarios at the top, breakages in a separate subfolder. */
export type ScenarioKind = "scenario" | "breakage";
const folders: Readonly<Record<ScenarioKind, string>> = {
  scenario: folder,
  breakage: join(folder, "breakages"),
};

/** Returns the names of the scenarios or breakages that ship with lokiproof. */
export async function listScenarios(kind: ScenarioKind): Promise<string[]> {
  const files = await readdir(folders[kind]);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/**
 * Returns the file of a scenario or breakage. A path (with a separator or .yaml ending) is returned as it is. Any other
 * text is the name of a file in scenarios/.
 */
export async function findScenario(kind: ScenarioKind, nameOrFile: string): Promise<string> {
  if (nameOrFile.includes(sep) || /\.ya?ml$/.test(nameOrFile)) return nameOrFile;
  const file = join(folders[kind], nameOrFile + ending);
  try {
    await access(file);
    return file;
  } catch {
    const known = (await listScenarios(kind)).join(", ");
    throw usageError(`no ${kind} is called ${nameOrFile}: expected a file, or one of ${known}`, {
      code: "NO_SCENARIO",
      hint: "lokiproof plan --list",
    });
  }
}
