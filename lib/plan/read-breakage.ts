import { type Breakage, breakage } from "./breakage-schema.ts";
import { findScenario } from "./find-scenario.ts";
import { type ReadYamlOptions, readYaml } from "./read-yaml.ts";

/** Reads a breakage from a file, or by its name in scenarios/breakages/. Throws usageError. */
export async function readBreakage(nameOrFile: string, { signal }: ReadYamlOptions): Promise<Breakage> {
  const file = await findScenario("breakage", nameOrFile);
  return readYaml(file, breakage, "breakage", { kind: "breakage", signal });
}
