import { access, readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { usageError } from "../base/errors.ts";

const folder = join(import.meta.dirname, "..", "..", "scenarios");
const ending = ".yaml";

/** What lives in scenarios/: scenarios at its top, breakages in a folder of their own. */
export type ScenarioKind = "scenario" | "breakage";
const folders: Readonly<Record<ScenarioKind, string>> = {
  scenario: folder,
  breakage: join(folder, "breakages"),
};

/** The names of those that come with lokiproof. */
export async function listScenarios(kind: ScenarioKind): Promise<string[]> {
  const files = await readdir(folders[kind]);
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** The file of a scenario or breakage: a path as it is (it has a separator or an ending), else one of ours by name. */
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
