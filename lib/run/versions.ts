import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Program } from "../toolchain/program.ts";

const packageFile = z.object({ version: z.string() });

/** The version of this lokiproof. */
export const lokiproofVersion: string = packageFile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8")),
).version;

/** Returns the versions of all programs that can affect a verdict. */
export function versionsOf(programs: Readonly<Record<string, Program>>): Record<string, string> {
  const used = Object.values(programs).map(({ name, version }) => [name, version] as const);
  return { lokiproof: lokiproofVersion, node: process.versions.node, ...Object.fromEntries(used) };
}
