import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeVersion } from "../bodies/code-version.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/**
 * Returns a hash of all code that determines what a generator sends and how the generator reports it: its scripts, and
 * the code that they share with runs.
 */
export function generatorVersion(): string {
  const hash = createHash("sha256").update(codeVersion());
  for (const folder of ["k6", "lib/traffic", "lib/history", "lib/storm", "lib/generator"]) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    const sources = names.filter((name) => name.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(name));
    for (const name of sources.sort()) hash.update(name).update(readFileSync(join(root, folder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}
