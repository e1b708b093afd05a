import { access, readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { usageError } from "../base/errors.ts";

const folder = join(import.meta.dirname, "..", "..", "scenarios");

/** The names of the scenarios that come with lokiproof. */
export async function listScenarios(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** The file of a scenario: a path as it is (it has a separator or an ending), else a name in scenarios/. */
export async function findScenario(nameOrFile: string): Promise<string> {
  if (nameOrFile.includes(sep) || /\.ya?ml$/.test(nameOrFile)) return nameOrFile;
  const file = join(folder, `${nameOrFile}.yaml`);
  try {
    await access(file);
    return file;
  } catch {
    throw usageError(
      `no scenario is called ${nameOrFile}: expected a file, or one of ${(await listScenarios()).join(", ")}`,
      { code: "NO_SCENARIO", hint: "lokiproof plan --list" },
    );
  }
}
